import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { initialWeights } from "../readings/remedies.ts";
import { weightNames } from "../readings/weightReadings.ts";

/** Of ‖w‖: numpy's and PyTorch's `allclose`, used by SageMaker Debugger. */
const RELATIVE = 1e-5;

const identity = { code: "UPD003", name: "parameterUnchanged" };

/**
 * UPD003: a weight tensor that no update changed: ‖Δw‖, or ‖w‖, was 0 in every snapshot after the first, and ‖w‖ is what it was
 * (relative 1e-5). It gets no gradient, or no update.
 */
export const parameterUnchanged: Diagnosis = {
  ...identity,
  diagnose(history) {
    const [first, ...later] = history.snapshots;
    const last = later.at(-1);
    if (first === undefined || last === undefined) return notApplicable(identity, "no epoch was finished");
    const names = weightNames(history);
    const still = names.filter((name) => {
      const before = first.tensors[name]?.norm ?? Number.NaN;
      const after = last.tensors[name]?.norm ?? Number.NaN;
      return (
        later.every(({ tensors }) => tensors[name]?.updateRatio === 0 || tensors[name]?.norm === 0) &&
        Math.abs(after - before) <= RELATIVE * before
      );
    });
    if (still.length === 0)
      return passed(identity, `all ${names.length} weight tensors changed, iterations 0–${last.iteration}`);
    const each = still.map((name) => {
      const gradient = last.tensors[name]?.gradientNorm ?? 0;
      return `0 in ${name} (norm of its gradient ${digits(gradient)})`;
    });
    const withoutGradient = still.every((name) => (last.tensors[name]?.gradientNorm ?? 0) === 0);
    return found(identity, {
      severity: "warn",
      where: still.join(", "),
      evidence: `update:weight ${each.join(", ")} (limit above 0), iterations 0–${last.iteration}`,
      reason: withoutGradient
        ? "No gradient reaches these weights, so they cannot learn."
        : "These weights have a gradient and are not updated: they are frozen.",
      remedies: withoutGradient
        ? [initialWeights, { text: "Connect the layer to the loss." }]
        : [{ text: "Let the layer be trained, or say that it is frozen on purpose." }],
      source: "SageMaker Debugger; DeepChecker",
    });
  },
};

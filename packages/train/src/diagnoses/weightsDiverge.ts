import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { growths, STRONG_GROWTH } from "../readings/rateSigns.ts";
import { divideRate, scaleInputs, strongerL2 } from "../readings/remedies.ts";

/** Snapshots in a row over which ‖w‖ doubled each time (DeepChecker). */
const DOUBLINGS = 4;

const identity = { code: "WGT001", name: "weightsDiverge" };

/**
 * WGT001: ‖w‖ of a weight tensor grew more than 5 × over the training (from the norm of weights of variance 1/fan_in,
 * where it started smaller), or doubled between snapshots 4 times running while above that start.
 */
export const weightsDiverge: Diagnosis = {
  ...identity,
  diagnose(history) {
    const grown = growths(history);
    if (grown.length === 0) return notApplicable(identity, "no weight whose norm at the start is known");
    const doubled = (name: string): boolean => {
      const norms = history.snapshots.map(({ tensors }) => tensors[name]?.norm ?? Number.NaN);
      const flags = norms.map((norm, at) => at > 0 && norm >= 2 * norms[at - 1]!);
      return flags.some((_, at) => at >= DOUBLINGS && flags.slice(at - DOUBLINGS, at).every(Boolean));
    };
    const show = (some: typeof grown) =>
      `growth of ‖w‖ ${some.map(({ name, value }) => `${digits(value)} × in ${name}`).join(", ")} (limit ${STRONG_GROWTH}), iterations 0–${history.snapshots.at(-1)?.iteration ?? 0}`;
    const diverged = grown.filter(({ name, value }) => value > STRONG_GROWTH || (value > 1 && doubled(name)));
    if (diverged.length === 0) return passed(identity, show(grown));
    return found(identity, {
      severity: "warn",
      where: diverged.map(({ name }) => name).join(", "),
      evidence: show(diverged),
      reason: "The weights grow without end: the updates are too long, or nothing holds the weights.",
      remedies: [...scaleInputs(history), divideRate(history, 10), strongerL2(history)],
      source: "DeepChecker; measured on 8000 digits",
    });
  },
};

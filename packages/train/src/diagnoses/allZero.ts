import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { initialWeights } from "../readings/remedies.ts";
import { weightNames } from "../readings/weightReadings.ts";

const identity = { code: "ACT004", name: "allZero" };

/** ACT004: after training all outputs of a layer, or all elements of a weight tensor, are 0. */
export const allZero: Diagnosis = {
  ...identity,
  diagnose(history) {
    const last = history.snapshots.at(-1);
    if (last === undefined || last.epoch === 0) return notApplicable(identity, "no epoch was finished");
    const names = weightNames(history);
    const layers = Object.keys(last.layers);
    const zero = [
      ...layers.filter((name) => last.layers[name]?.zeroShare === 1),
      ...names.filter((name) => last.tensors[name]?.norm === 0),
    ];
    const at = `epoch ${last.epoch}`;
    if (zero.length === 0) {
      return passed(
        identity,
        `share of zeros below 1 in ${layers.length} layers and ${names.length} weights, ${at}`,
      );
    }
    return found(identity, {
      severity: "warn",
      where: zero.join(", "),
      evidence: `share of zeros 1 (limit below 1) in ${zero.join(", ")}, ${at}`,
      reason: "Nothing passes here, neither signal nor gradient.",
      remedies: [initialWeights],
      source: "SageMaker Debugger",
    });
  },
};

import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { divideRate, initialWeights } from "../readings/remedies.ts";
import { weightNames } from "../readings/weightReadings.ts";

const LIMIT = 0.95;

const identity = { code: "WGT003", name: "oneSignedWeights" };

/** WGT003: more than 95 % of a weight tensor is negative after training (DeepChecker). */
export const oneSignedWeights: Diagnosis = {
  ...identity,
  diagnose(history) {
    const last = history.snapshots.at(-1);
    const names = weightNames(history);
    if (last === undefined || names.length === 0) return notApplicable(identity, "no weight was watched");
    const shares = names.map((name) => ({ name, share: last.tensors[name]?.negativeShare ?? 0 }));
    const show = (some: typeof shares) =>
      `share of negative weights ${some.map(({ name, share }) => `${digits(share)} in ${name}`).join(", ")} (limit ${LIMIT}), epoch ${last.epoch}`;
    const negative = shares.filter(({ share }) => share > LIMIT);
    if (negative.length === 0) return passed(identity, show(shares));
    return found(identity, {
      severity: "info",
      where: negative.map(({ name }) => name).join(", "),
      evidence: show(negative),
      reason: "After inputs that are never negative, as those of relu, such weights make every unit die.",
      remedies: [divideRate(history, 3), initialWeights],
      source: "DeepChecker",
    });
  },
};

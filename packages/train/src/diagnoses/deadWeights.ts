import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { initialWeights, weakerL2 } from "../readings/remedies.ts";
import { weightNames } from "../readings/weightReadings.ts";

const LIMIT = 0.95;

const identity = { code: "WGT002", name: "deadWeights" };

/** WGT002: more than 95 % of a weight tensor is within 1e-5 of 0 after training (DeepChecker). */
export const deadWeights: Diagnosis = {
  ...identity,
  diagnose(history) {
    const last = history.snapshots.at(-1);
    const names = weightNames(history);
    if (last === undefined || names.length === 0) return notApplicable(identity, "no weight was watched");
    const shares = names.map((name) => ({ name, share: last.tensors[name]?.nearZeroShare ?? 0 }));
    const show = (some: typeof shares) =>
      `share of |w| < 1e-5 ${some.map(({ name, share }) => `${digits(share)} in ${name}`).join(", ")} (limit ${LIMIT}), epoch ${last.epoch}`;
    const dead = shares.filter(({ share }) => share > LIMIT);
    if (dead.length === 0) return passed(identity, show(shares));
    return found(identity, {
      severity: "info",
      where: dead.map(({ name }) => name).join(", "),
      evidence: show(dead),
      reason:
        "These weights let nothing pass: they started at 0 and did not learn, or the penalty took them there.",
      remedies: [...weakerL2(history), initialWeights],
      source: "DeepChecker",
    });
  },
};

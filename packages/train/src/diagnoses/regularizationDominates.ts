import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lastLoss, lossCurve } from "../readings/lossCurve.ts";
import { weakerL2 } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";
import { weightNames } from "../readings/weightReadings.ts";

/** All ‖w‖ at the end over the start. */
const SHRUNK = 0.5;
/** The same: of weights that are all but gone. */
const VANISHED = 0.1;
/** Of the starting loss. */
const HIGH = 0.3;

const identity = { code: "LOS006", name: "regularizationDominates" };

/**
 * LOS006: with a penalty, the norm of all weights shrank below half of what it was, while the loss stays above .3 of
 * where it started. The ratio of the two gradients (DeepChecker: 2) tells little once weights have shrunk: there the
 * two are in balance.
 */
export const regularizationDominates: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { watched, snapshots } = history;
    if (watched.l1 + watched.l2 === 0) return notApplicable(identity, "there is no penalty");
    const normAt = (at: number) =>
      Math.hypot(...weightNames(history).map((name) => snapshots.at(at)?.tensors[name]?.norm ?? Number.NaN));
    const share = normAt(-1) / normAt(0);
    const last = lastLoss(lossCurve(history));
    const part = last / startingLoss(history);
    const evidence = `norm of the weights ${digits(share)} of what it was (limit ${SHRUNK}), loss ${digits(last)} = ${digits(part)} of its start (limit ${HIGH}), L2 ${digits(watched.l2)}, L1 ${digits(watched.l1)}, iterations 0–${snapshots.at(-1)?.iteration ?? 0}`;
    if (!(share < SHRUNK && part > HIGH)) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: "weights",
      evidence,
      reason: "The penalty takes off more than the data put on.",
      remedies: [
        ...weakerL2(history, share < VANISHED ? 100 : 10),
        ...(watched.l1 > 0
          ? [{ text: `Lower L1 from ${digits(watched.l1)} to ${digits(watched.l1 / 10)}.` }]
          : []),
      ],
      source: "DeepChecker; measured on 8000 digits",
    });
  },
};

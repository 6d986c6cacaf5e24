import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { constantRate, decayRate } from "../readings/remedies.ts";
import { scheduleFactors } from "../readings/schedulePhase.ts";
import { startingLoss } from "../readings/startingLoss.ts";

/** Of the peak rate. */
const DECAYED = 0.01;
/** Of the run: later is not early. */
const EARLY = 0.7;
/** Part of the loss that the epoch before took off. */
const FALLING = 0.03;
/** Of the starting loss: below it nothing is left to learn. */
const LEARNED = 0.03;

const identity = { code: "LR007", name: "decaysTooEarly" };

/**
 * LR007: the rate is at 1 % of its peak or less before 70 % of the epochs, while the training loss was still falling:
 * the last epoch above that rate took off 3 % or more, the epochs after it together less than that epoch did.
 */
export const decaysTooEarly: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { rows, watched } = history;
    const losses = rows.map(({ scalars }) => scalars["train.loss"] ?? Number.NaN);
    const factorAt = scheduleFactors(history);
    const at = rows.findIndex(({ epoch }) => factorAt(epoch) <= DECAYED);
    if (watched.schedule === "constant") return notApplicable(identity, "the rate is constant");
    if (rows.length < 4) return notApplicable(identity, `${rows.length} epochs: 4 show a decay`);
    const factor = factorAt(rows.length);
    if (at < 0) {
      return passed(
        identity,
        `the rate ends at ${digits(100 * factor)} % of its peak (limit ${100 * DECAYED} %)`,
      );
    }
    if (at < 2 || at >= EARLY * rows.length) {
      return passed(identity, `the rate is at 1 % of its peak from epoch ${at + 1} of ${rows.length}`);
    }
    const fall = (losses[at - 2]! - losses[at - 1]!) / losses[at - 2]!;
    const after = (losses[at]! - losses.at(-1)!) / losses[at]!;
    const evidence = `the rate is at ${digits(100 * factorAt(at + 1))} % of its peak (limit ${100 * DECAYED} %) from epoch ${at + 1} of ${rows.length}; the epoch before took off ${digits(100 * fall)} % of the loss (limit ${100 * FALLING} %), all from then on ${digits(100 * after)} %, to ${digits(losses.at(-1)!)}`;
    const stopped = fall >= FALLING && after < fall && losses.at(-1)! > LEARNED * startingLoss(history);
    if (!stopped) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `epoch ${at + 1}`,
      evidence,
      reason: "The learning rate was gone while the network was still learning.",
      remedies: [decayRate(history), constantRate],
      source: "cs231n (decaying too fast); measured on 8000 digits",
    });
  },
};

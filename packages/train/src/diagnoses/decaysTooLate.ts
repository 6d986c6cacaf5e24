import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { minimum } from "../readings/minimum.ts";
import { qualityCurve } from "../readings/qualityCurve.ts";
import { decayRate } from "../readings/remedies.ts";
import { scheduleFactors } from "../readings/schedulePhase.ts";

/** Of the peak rate: below it the rate has been taken down. */
const HIGH = 0.5;
/** Of the run: a decay that starts later is late. */
const LATE = 0.6;
/** Part of the validation loss that the decay took off. */
const GAIN = 0.1;

const identity = { code: "LR008", name: "decaysTooLate" };

/**
 * LR008: the rate stays above half its peak for 60 % of the epochs or more; over the last third of them validation
 * got no better; and the decay then took 10 % or more off the best validation loss before it.
 */
export const decaysTooLate: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { rows, watched } = history;
    if (watched.schedule === "constant") return notApplicable(identity, "the rate is constant");
    const factorAt = scheduleFactors(history);
    const decayed = rows.findIndex(({ epoch }) => factorAt(epoch) < HIGH);
    if (decayed < 6) {
      return decayed < 0
        ? notApplicable(identity, "the rate does not fall below half its peak")
        : passed(identity, `the rate is below half its peak from epoch ${decayed + 1} of ${rows.length}`);
    }
    const { loss } = qualityCurve(history);
    const early = minimum(loss.slice(0, Math.ceil((2 * decayed) / 3)));
    const before = minimum(loss.slice(0, decayed));
    const after = minimum(loss.slice(decayed));
    const gain = (before - after) / before;
    const evidence = `the rate is below half its peak from epoch ${decayed + 1} of ${rows.length} (limit ${100 * LATE} % of them); least validation loss ${digits(early)} up to epoch ${Math.ceil((2 * decayed) / 3)}, ${digits(before)} before the decay, ${digits(after)} after it: ${digits(100 * gain)} % (limit ${100 * GAIN} %)`;
    const late = decayed >= LATE * rows.length && before > 0.98 * early && gain >= GAIN;
    if (!late) return passed(identity, evidence);
    return found(identity, {
      severity: "info",
      where: `epoch ${decayed + 1}`,
      evidence,
      reason: "The network waited for the decay: the updates had long been too long to make it better.",
      remedies: [decayRate(history)],
      source: "cs231n",
    });
  },
};

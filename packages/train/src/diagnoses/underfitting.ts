import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { weakerDropout } from "../readings/dropoutRemedies.ts";
import { lastLoss, lateFall, lossCurve } from "../readings/lossCurve.ts";
import { fitted, qualityCurve, qualityError } from "../readings/qualityCurve.ts";
import { epochsTo, multiplyRate, weakerL2 } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";

/** Least gap of train − validation that speaks against it, and its standard errors. */
const GAP = 0.02;
const ERRORS = 2;
/** Of the starting loss: below it the network fits; near 1 it has not started, which is LOS001. */
const HIGH = 0.4;
const STARTED = 0.95;
/** Of what can be learned, on training examples. */
const FITTED = 0.6;
/** Part of the loss that the last quarter took off: a loss that still falls is not at its end. */
const FALLING = 0.05;

const identity = { code: "FIT003", name: "underfitting" };

/**
 * FIT003: no gap between training and validation (below .02, or within 2 standard errors), and a training loss that
 * has come to rest (the last quarter took off less than 5 %) between .4 and .95 of where it started; and training examples are
 * mostly wrong: less than .6 of the way from guessing to all right.
 */
export const underfitting: Diagnosis = {
  ...identity,
  diagnose(history) {
    const curve = lossCurve(history);
    const { name, ...quality } = qualityCurve(history);
    const train = quality.train.at(-1);
    const validation = quality.validation.at(-1);
    const fall = lateFall(curve, 0.25);
    if (train === undefined || validation === undefined)
      return notApplicable(identity, "no epoch was finished");
    if (fall === undefined) return notApplicable(identity, "too few losses to see whether they still fall");
    const limit = Math.max(
      GAP,
      ERRORS * Math.hypot(qualityError(history, train), qualityError(history, validation)),
    );
    const last = lastLoss(curve);
    const part = last / startingLoss(history);
    const evidence = `training loss ${digits(last)} = ${digits(part)} of its start (limit ${HIGH}), ${digits(100 * fall)} % of it in the last quarter (limit ${100 * FALLING} %); ${name} ${digits(train)} on training, ${digits(validation)} on validation (limit of the gap ${digits(limit)})`;
    const under =
      fitted(history) < FITTED &&
      part > HIGH &&
      part < STARTED &&
      train - validation < limit &&
      fall < FALLING;
    if (!under) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `epoch ${history.rows.length}`,
      evidence,
      reason: "The network cannot fit even what it is shown: too small, held back, or not trained enough.",
      remedies: [
        ...weakerL2(history),
        ...weakerDropout(history),
        { text: "Make the network wider or deeper." },
        epochsTo(history, 2),
        multiplyRate(history, 3),
      ],
      source: "cs231n",
    });
  },
};

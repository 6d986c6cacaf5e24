import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import type { History } from "../History.ts";
import { strongerDropout } from "../readings/dropoutRemedies.ts";
import { bestEpoch, qualityCurve, qualityError } from "../readings/qualityCurve.ts";
import { allExamples, keepBest, stopEarly, strongerL2 } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";

/** train − validation, where training is up to .9, and above (AutoTrainer). */
const GAP = 0.1;
const HIGH_GAP = 0.07;
const HIGH = 0.9;
const ERRORS = 2.5;
/** validation.loss − train.loss over the starting loss. */
const LOSS_GAP = 0.05;
/** Training loss over the starting loss: a network that learned nothing has nothing by heart. */
const LEARNED = 0.7;

const identity = { code: "FIT001", name: "overfitting" };

/** Examples a class below which no penalty was found to close the gap (measured on 300 digits, L2 up to .05). */
const FEW = 100;

const moreExamples = { text: "Get more training data, or augment it." };

/** The remedies of a network that fits its training examples too closely. */
const overfittingRemedies = (history: History) => {
  const { trainSize, classes } = history.watched;
  const few = trainSize < FEW * classes;
  return [
    ...allExamples(history),
    ...(few ? [moreExamples] : []),
    strongerL2(history),
    strongerDropout(history),
    ...stopEarly(history),
    ...keepBest(history),
    ...(few ? [] : [moreExamples]),
  ];
};

/**
 * FIT001: at the end accuracy (R² of values) on training examples is above that on validation by .1, or by .07 where
 * training is above .9 (AutoTrainer), and by 2.5 standard errors of the difference; and the loss of
 * validation is above that of training by 5 % of where it started,
 * and that of training is below .7 of it. The onset is the first epoch from
 * which on half of that gap stays.
 */
export const overfitting: Diagnosis = {
  ...identity,
  diagnose(history) {
    const curve = qualityCurve(history);
    const train = curve.train.at(-1);
    const validation = curve.validation.at(-1);
    if (train === undefined || validation === undefined)
      return notApplicable(identity, "no epoch was finished");
    const error = Math.hypot(qualityError(history, train), qualityError(history, validation));
    const limit = Math.max(train > HIGH ? HIGH_GAP : GAP, ERRORS * error);
    const gap = train - validation;
    const lastClosed = curve.train.findLastIndex((value, at) => value - curve.validation[at]! < gap / 2);
    const evidence = `${curve.name} ${digits(train)} on training, ${digits(validation)} on validation: gap ${digits(gap)} (limit ${digits(limit)}), epoch ${curve.train.length}`;
    const lossGap =
      (curve.loss.at(-1)! - (history.rows.at(-1)?.scalars["train.loss"] ?? Number.NaN)) /
      startingLoss(history);
    const learned =
      (history.rows.at(-1)?.scalars["train.loss"] ?? Number.NaN) < LEARNED * startingLoss(history);
    if (gap < limit || !(lossGap > LOSS_GAP) || !learned) return passed(identity, evidence);
    const onset = Math.min(lastClosed + 2, curve.train.length);
    return found(identity, {
      severity: "warn",
      where: `epochs ${onset}–${curve.train.length}`,
      evidence: `${evidence}; half of it since epoch ${onset}; least validation loss in epoch ${bestEpoch(curve)}`,
      reason: "The network knows its training examples by heart, in part, and that does not carry over.",
      remedies: overfittingRemedies(history),
      source: "AutoTrainer; cs231n",
    });
  },
};

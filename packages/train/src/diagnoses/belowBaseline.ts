import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { qualityCurve, qualityError, selectedEpoch } from "../readings/qualityCurve.ts";

const ERRORS = 2;
/** R² of the mean is 0; below this it explains nothing. */
const EXPLAINED = 0.01;
/** A class so large that no network can be told from it. */
const ALL = 0.95;

const identity = { code: "FIT007", name: "belowBaseline" };

/**
 * FIT007: on validation the network is not better than always naming the largest class, by 2 standard errors; of
 * values, not better than their mean (R² up to .01).
 */
export const belowBaseline: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { watched } = history;
    const curve = qualityCurve(history);
    const epoch = selectedEpoch(history);
    const value = curve.validation[epoch - 1];
    if (value === undefined) return notApplicable(identity, "no epoch was finished");
    const classes = watched.classes > 0;
    if (classes && watched.majorityShare > ALL) {
      return notApplicable(identity, `${digits(100 * watched.majorityShare)} % of validation is one class`);
    }
    const error = qualityError(history, watched.majorityShare);
    const limit = classes ? watched.majorityShare + ERRORS * error : EXPLAINED;
    const baseline = classes
      ? `the largest class has ${digits(watched.majorityShare)}, standard error ${digits(error)}`
      : "the mean has 0";
    const evidence = `validation.${curve.name} ${digits(value)} (limit ${digits(limit)}: ${baseline}), epoch ${epoch}`;
    if (value > limit) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `validation, epoch ${epoch}`,
      evidence,
      reason: "The network is no better than an answer that ignores the input.",
      remedies: [{ text: "Go back to the sanity checks: input, targets, loss." }],
      source: "Google tuning playbook; Recipe",
    });
  },
};

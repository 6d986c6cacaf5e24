import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { dropoutLayers, weakerDropout } from "../readings/dropoutRemedies.ts";
import { fitted, qualityCurve, qualityError } from "../readings/qualityCurve.ts";
import { startingLoss } from "../readings/startingLoss.ts";

/** train.loss − validation.loss over the starting loss. */
const LIMIT = 0.15;
/** The same, where training examples are less than .8 of the way from guessing to all right. */
const UNFITTED_LIMIT = 0.08;
const FITTED = 0.8;
/** Rate from which the noise is four times the signal, and training examples that are then less than this fitted. */
const DROWNING = 0.8;
const DROWNED = 0.6;
const GAP = 0.02;
const ERRORS = 2;

const identity = { code: "DRP001", name: "dropoutTooStrong" };

/**
 * DRP001: with dropout, the training loss (with noise) is above the validation loss (without) by more than .15 of the
 * starting loss (.08 where training examples are often wrong), and accuracy shows no gap between the two. Or a layer drops .8 or
 * more, and training examples are less than .6 of the way from guessing to all right.
 */
export const dropoutTooStrong: Diagnosis = {
  ...identity,
  diagnose(history) {
    const layers = dropoutLayers(history);
    if (layers.length === 0) return notApplicable(identity, "there is no dropout layer");
    const last = history.rows.at(-1);
    if (last === undefined) return notApplicable(identity, "no epoch was finished");
    const curve = qualityCurve(history);
    const gap = curve.train.at(-1)! - curve.validation.at(-1)!;
    const most = Math.max(GAP, ERRORS * Math.SQRT2 * qualityError(history, curve.validation.at(-1)!));
    const noisy = last.scalars["train.loss"] ?? Number.NaN;
    const quiet = last.scalars["validation.loss"] ?? Number.NaN;
    const part = (noisy - quiet) / startingLoss(history);
    const limit = fitted(history) < FITTED ? UNFITTED_LIMIT : LIMIT;
    const rates = layers.map(({ name, rate }) => `${digits(rate)} in ${name}`).join(", ");
    const evidence = `training loss ${digits(noisy)} with dropout, validation loss ${digits(quiet)} without: ${digits(part)} of the starting loss apart (limit ${limit}), gap of ${curve.name} ${digits(gap)} (limit ${digits(most)}), rate ${rates}, epoch ${last.epoch}`;
    const drowned = fitted(history) < DROWNED && layers.some(({ rate }) => rate >= DROWNING);
    if (!(part > limit && gap < most) && !drowned) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: layers.map(({ name }) => name).join(", "),
      evidence,
      reason: "There is nothing to regularise, and the noise hides from the network what it could learn.",
      remedies: weakerDropout(history),
      source: "measured on 8000 digits",
    });
  },
};

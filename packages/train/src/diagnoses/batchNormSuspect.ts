import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { hasLayer } from "../readings/hasLayer.ts";
import { qualityCurve, qualityError } from "../readings/qualityCurve.ts";
import { batchTo } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";

const MARGIN = 0.1;
/** validation.loss − train.loss over the starting loss, where accuracy in evaluation mode shows no gap. */
const APART = 0.1;
const GAP = 0.05;
const ERRORS = 2.5;

const identity = { code: "NRM001", name: "batchNormSuspect" };

/**
 * NRM001: with batch normalisation, the accuracy on training examples in evaluation mode is below what the training
 * loss proves of training mode, by more than .1. An example that is classified wrongly has a cross-entropy of ln 2 or
 * more, so a mean loss L leaves an accuracy of at least 1 − L / ln 2; a loss with class weights proves nothing. Or: the validation loss is above the training loss
 * by 10 % of where it started while accuracy, of which both are in evaluation mode, shows no gap (.05).
 */
export const batchNormSuspect: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { watched, rows } = history;
    if (!hasLayer(history, "batch_norm")) {
      return notApplicable(identity, "there is no batch normalisation");
    }
    if (watched.loss !== "cross_entropy")
      return notApplicable(identity, `${watched.loss} bounds no accuracy`);
    const last = rows.at(-1);
    const accuracy = last?.scalars["train.accuracy"];
    if (last === undefined || accuracy === undefined) return notApplicable(identity, "no epoch was finished");
    const loss = last.scalars["train.loss"] ?? Number.NaN;
    const proved = watched.weightedLoss ? undefined : 1 - loss / Math.LN2;
    const curve = qualityCurve(history);
    const error = qualityError(history, accuracy);
    const closed = Math.abs(accuracy - (curve.validation.at(-1) ?? 0)) < Math.max(GAP, ERRORS * error);
    const apart = ((curve.loss.at(-1) ?? 0) - loss) / startingLoss(history);
    const bound =
      proved === undefined
        ? `no limit: the loss ${digits(loss)} is weighted`
        : `limit ${digits(proved - MARGIN)}: in training mode the loss ${digits(loss)} proves ${digits(proved)} or more`;
    const below = proved !== undefined && accuracy < proved - MARGIN;
    const evidence = `train.accuracy ${digits(accuracy)} in evaluation mode (${bound}); validation loss ${digits(curve.loss.at(-1) ?? 0)}, ${digits(apart)} of the starting loss above it (limit ${APART} where accuracy shows no gap), epoch ${last.epoch}`;
    if (!below && !(closed && apart > APART)) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `epoch ${last.epoch}`,
      evidence,
      reason:
        "The running mean and variance are not those of the batches: too slow, or of too small batches.",
      remedies: [
        { text: "Let the running statistics follow faster: a momentum nearer to that of a few epochs." },
        batchTo(history, 2),
        { text: "Normalise by layer instead of by batch." },
      ],
      source: "DeepChecker (evaluation mode differs); the bound is a consequence of cross-entropy",
    });
  },
};

import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { batchTo } from "../readings/remedies.ts";

const MARGIN = 0.1;

const identity = { code: "NRM001", name: "batchNormSuspect" };

/**
 * NRM001: with batch normalisation, the accuracy on training examples in evaluation mode is below what the training
 * loss proves of training mode, by more than .1. An example that is classified wrongly has a cross-entropy of ln 2 or
 * more, so a mean loss L leaves an accuracy of at least 1 − L / ln 2.
 */
export const batchNormSuspect: Diagnosis = {
  ...identity,
  diagnose({ watched, rows, ...history }) {
    if (!watched.layers.some(({ kind }) => kind === "batch_norm")) {
      return notApplicable(identity, "there is no batch normalisation");
    }
    if (watched.loss !== "cross_entropy")
      return notApplicable(identity, `${watched.loss} bounds no accuracy`);
    const last = rows.at(-1);
    const accuracy = last?.scalars["train.accuracy"];
    if (last === undefined || accuracy === undefined) return notApplicable(identity, "no epoch was finished");
    const loss = last.scalars["train.loss"] ?? Number.NaN;
    const proved = 1 - loss / Math.LN2;
    const evidence = `train.accuracy ${digits(accuracy)} in evaluation mode (limit ${digits(proved - MARGIN)}: in training mode the loss ${digits(loss)} proves ${digits(proved)} or more), epoch ${last.epoch}`;
    if (accuracy >= proved - MARGIN) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `epoch ${last.epoch}`,
      evidence,
      reason:
        "The running mean and variance are not those of the batches: too slow, or of too small batches.",
      remedies: [
        { text: "Let the running statistics follow faster: a momentum nearer to that of a few epochs." },
        batchTo({ watched, rows, ...history }, 2),
        { text: "Normalise by layer instead of by batch." },
      ],
      source: "DeepChecker (evaluation mode differs); the bound is a consequence of cross-entropy",
    });
  },
};

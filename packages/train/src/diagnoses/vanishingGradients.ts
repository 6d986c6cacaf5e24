import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { hiddenLayers } from "../readings/hiddenLayers.ts";
import { lastLoss, lossCurve } from "../readings/lossCurve.ts";
import { median } from "../readings/median.ts";
import { initialWeights, scaleInputs } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";
import { weightNames } from "../readings/weightReadings.ts";

/** Mean |g|: of the median tensor, where the signal collapses too; and of any. */
const MEDIAN = 1e-6;
const ANY = 1e-7;
/** Standard deviation of the last hidden layer's outputs over the first's. */
const COLLAPSE = 0.05;
/** ‖g‖ of the first weights over the last, and of the first alone (AutoTrainer). */
const RATIO = 1e-3;
const FIRST = 1e-4;
/** Of the starting loss: below it gradients are small because there is nothing left to learn. */
const LEARNED = 0.05;

const identity = { code: "GRD001", name: "vanishingGradients" };

/**
 * GRD001: in the first half of the training or later, some weight tensor's mean |g| is below 1e-7 (SageMaker
 * Debugger); or the median tensor's is below 1e-6 while the signal's spread falls below a twentieth from the first
 * hidden layer to the last; or the first tensor's ‖g‖ is below 1e-4 and a thousandth of the last's (AutoTrainer).
 * Not once the loss is below 5 % of where it started: there gradients are small because all is learned.
 */
export const vanishingGradients: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { snapshots } = history;
    const names = weightNames(history);
    const last = snapshots.at(-1);
    if (last === undefined || names.length === 0) return notApplicable(identity, "no weight was watched");
    const level = lastLoss(lossCurve(history));
    if (level < LEARNED * startingLoss(history)) {
      return notApplicable(
        identity,
        `the loss ${digits(level)} is learned: its gradients are small for that`,
      );
    }
    const means = names.map((name) => ({ name, mean: last.tensors[name]?.gradientMean ?? Number.NaN }));
    const hidden = hiddenLayers(snapshots[0]);
    const spread = (hidden.at(-1)?.figures.std ?? Number.NaN) / (hidden[0]?.figures.std ?? Number.NaN);
    const first = last.tensors[names[0]!]?.gradientNorm ?? Number.NaN;
    const ratio = first / (last.tensors[names.at(-1)!]?.gradientNorm ?? Number.NaN);
    const middle = median(means.map(({ mean }) => mean));
    const least = means.reduce((a, b) => (b.mean < a.mean ? b : a));
    const evidence = `mean |g| ${digits(least.mean)} in ${least.name} (limit ${ANY}), median ${digits(middle)} (limit ${MEDIAN}), spread of the last hidden layer over the first ${digits(spread)} (limit ${COLLAPSE}), ‖g‖ of the first weights over the last ${digits(ratio)} (limit ${RATIO}), epoch ${last.epoch}`;
    const vanished =
      least.mean < ANY || (middle < MEDIAN && spread < COLLAPSE) || (ratio < RATIO && first < FIRST);
    if (!vanished) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `${least.name}, epoch ${last.epoch}`,
      evidence,
      reason: "The gradient is lost on its way down through the layers, so the lower ones do not learn.",
      remedies: [
        initialWeights,
        ...scaleInputs(history),
        { text: "Normalise between the layers." },
        { text: "Use an activation that does not saturate: relu." },
        { text: "Add residual connections." },
      ],
      source: "SageMaker Debugger; AutoTrainer; measured on 8000 digits",
    });
  },
};

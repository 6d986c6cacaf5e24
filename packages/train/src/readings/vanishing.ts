/** Whether the gradient gets lost on its way down through the layers. */
import { digits } from "../digits.ts";
import type { History } from "../History.ts";
import { hiddenLayers } from "./hiddenLayers.ts";
import { lastLoss, lossCurve } from "./lossCurve.ts";
import { median } from "./median.ts";
import { startingLoss } from "./startingLoss.ts";
import { weightNames } from "./weightReadings.ts";

/** Mean |g| of any weight tensor. */
const ANY = 1e-7;
/** Mean |g| of the median tensor where the signal collapses too; the second where the loss never started to fall. */
const MEDIAN = 1e-6;
const IDLE_MEDIAN = 1e-5;
/** Standard deviation of the last hidden layer's outputs over the first's. */
const COLLAPSE = 0.05;
/** ‖g‖ of the first weights over the last, and of the first alone (AutoTrainer). */
const RATIO = 1e-3;
const FIRST = 1e-4;
/** That ratio, and mean |g| of the first, where the loss never started to fall. */
const IDLE_RATIO = 0.02;
const IDLE_FIRST = 1e-4;
/** Of the starting loss: what is above it has not started to fall. */
const IDLE = 0.95;

export interface Vanishing {
  readonly vanished: boolean;
  /** Of the weight tensor with the least mean |g|. */
  readonly where: string;
  readonly evidence: string;
}

/** After the last epoch watched; undefined where there is none. */
export const vanishing = (history: History): Vanishing | undefined => {
  const { snapshots } = history;
  const names = weightNames(history);
  const last = snapshots.at(-1);
  const [bottom, top] = [names.at(0), names.at(-1)];
  if (last === undefined || last.epoch === 0 || bottom === undefined || top === undefined) return undefined;
  const means = names.map((name) => ({ name, mean: last.tensors[name]?.gradientMean ?? Number.NaN }));
  const hidden = hiddenLayers(snapshots[0]);
  const spread = (hidden.at(-1)?.figures.std ?? Number.NaN) / (hidden[0]?.figures.std ?? Number.NaN);
  const first = last.tensors[bottom]?.gradientNorm ?? Number.NaN;
  const ratio = first / (last.tensors[top]?.gradientNorm ?? Number.NaN);
  const middle = median(means.map(({ mean }) => mean));
  const least = means.reduce((a, b) => (b.mean < a.mean ? b : a));
  const idle = lastLoss(lossCurve(history)) > IDLE * startingLoss(history);
  const limits = idle ? { median: IDLE_MEDIAN, ratio: IDLE_RATIO } : { median: MEDIAN, ratio: RATIO };
  const lost = idle ? means[0]!.mean < IDLE_FIRST : first < FIRST;
  return {
    vanished:
      least.mean < ANY || (middle < limits.median && spread < COLLAPSE) || (ratio < limits.ratio && lost),
    where: `${least.name}, epoch ${last.epoch}`,
    evidence: `mean |g| ${digits(least.mean)} in ${least.name} (limit ${ANY}), median ${digits(middle)} (limit ${limits.median}), spread of the last hidden layer over the first ${digits(spread)} (limit ${COLLAPSE}), ‖g‖ of the first weights over the last ${digits(ratio)} (limit ${limits.ratio}), epoch ${last.epoch}`,
  };
};

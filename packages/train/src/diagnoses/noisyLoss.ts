import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { scaleOf } from "../readings/lossCurve.ts";
import { median } from "../readings/median.ts";
import { batchTo } from "../readings/remedies.ts";

/** Standard deviation of the batch losses of a window over their mean. */
const RELATIVE = 0.3;
/** Over the starting loss: near 0 every loss is noisy. */
const MATTERS = 0.15;
/** Of the starting loss: above it the loss is not noisy but has not come down. */
const LEARNED = 0.9;

const identity = { code: "LOS007", name: "noisyLoss" };

/**
 * LOS007: over the last quarter of the windows the batch losses deviate by more than 30 % of their mean, and by more
 * than 15 % of the starting loss: the wiggle of small batches (cs231n).
 */
export const noisyLoss: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { windows, watched } = history;
    const late = windows
      .filter(({ count }) => count >= 20)
      .slice(-Math.max(1, Math.round(windows.length / 4)));
    if (late.length === 0) return notApplicable(identity, "fewer than 20 iterations");
    if (watched.batchSize >= watched.trainSize)
      return notApplicable(identity, "every batch is all the examples");
    const deviation = median(late.map(({ std }) => std));
    const mean = median(late.map((window) => window.mean));
    const limit = Math.max(RELATIVE * mean, MATTERS * scaleOf(history));
    const span = `iterations ${late[0]!.start}–${late.at(-1)!.start + late.at(-1)!.count}`;
    const evidence = `deviation of batch losses ${digits(deviation)} (limit ${digits(limit)}) around ${digits(mean)}, batches of ${watched.batchSize}, ${span}`;
    if (deviation <= limit || mean > LEARNED * scaleOf(history)) return passed(identity, evidence);
    return found(identity, {
      severity: "info",
      where: span,
      evidence,
      reason: "So few examples an update make the loss, and the gradient, differ from batch to batch.",
      remedies: [batchTo(history, 2)],
      source: "cs231n",
    });
  },
};

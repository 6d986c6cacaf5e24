import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import type { Snapshot } from "../History.ts";
import { median } from "../readings/median.ts";
import { clipGradients, divideRate, initialWeights, scaleInputs } from "../readings/remedies.ts";
import { weightNames } from "../readings/weightReadings.ts";

/** ‖g‖ of the first weights over the last (AutoTrainer). */
const RATIO = 70;
/** ‖g‖ over the median of the epochs before. */
const JUMP = 10;
/** Mean |g| (DeepChecker). */
const MEAN = 1e6;

const identity = { code: "GRD002", name: "explodingGradients" };

const normOf = (names: ReadonlyArray<string>, { tensors }: Snapshot): number =>
  Math.hypot(...names.map((name) => tensors[name]?.gradientNorm ?? Number.POSITIVE_INFINITY));

/**
 * GRD002: ‖g‖ of the first weights is above 70 × the last's, at the start and at the end (AutoTrainer); or ‖g‖ of an
 * epoch is above 10 × the median of the epochs before it while the training loss is above the loss at init; or
 * some mean |g| is above 1e6 (DeepChecker).
 */
export const explodingGradients: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { snapshots, rows, lossAtInit } = history;
    const names = weightNames(history);
    const last = snapshots.at(-1);
    if (names.length < 2 || last === undefined)
      return notApplicable(identity, "fewer than two weights were watched");
    const ratioAt = ({ tensors }: Snapshot) => {
      const top = tensors[names.at(-1)!]?.gradientNorm ?? 0;
      return top > 0 ? (tensors[names[0]!]?.gradientNorm ?? 0) / top : 0;
    };
    const ratio = Math.min(ratioAt(snapshots[0]!), ratioAt(last));
    const epochs = snapshots.filter(({ epoch }) => epoch > 0);
    const jumps = epochs.slice(1).map((snapshot, at) => ({
      epoch: snapshot.epoch,
      times: normOf(names, snapshot) / median(epochs.slice(0, at + 1).map((each) => normOf(names, each))),
      loss: rows.find(({ epoch }) => epoch === snapshot.epoch)?.scalars["train.loss"] ?? 0,
    }));
    const worst = jumps.reduce((a, b) => (b.times > a.times ? b : a), { epoch: 0, times: 0, loss: 0 });
    const mean = Math.max(
      ...names.map((name) => last.tensors[name]?.gradientMean ?? Number.POSITIVE_INFINITY),
    );
    const evidence = `‖g‖ of ${names[0]} ${digits(ratio)} × that of ${names.at(-1)} (limit ${RATIO}); ‖g‖ ${digits(worst.times)} × the median before (limit ${JUMP}), epoch ${worst.epoch}; largest mean |g| ${digits(mean)} (limit ${MEAN})`;
    const exploded =
      ratio > RATIO || jumps.some(({ times, loss }) => times > JUMP && loss > lossAtInit) || mean > MEAN;
    if (!exploded) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `${names[0]}, epoch ${last.epoch}`,
      evidence,
      reason: "The gradient grows on its way down through the layers, or from update to update.",
      remedies: [...scaleInputs(history), clipGradients, initialWeights, divideRate(history, 3)],
      source: "AutoTrainer; DeepChecker",
    });
  },
};

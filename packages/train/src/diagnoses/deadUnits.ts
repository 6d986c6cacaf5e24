import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lastLoss, lossCurve } from "../readings/lossCurve.ts";
import { divideRate, initialWeights, scaleInputs } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";

const SHARE = 0.5;
const GROWTH = 0.3;
/** Of the starting loss: below it the network has learned, and only the share counts. */
const LEARNED = 0.1;

const identity = { code: "ACT001", name: "deadUnits" };

/**
 * ACT001: more than half of a relu layer is 0 for every example of the probe batch, or the dead share grew by more
 * than .3 since init while the loss is still above a tenth of where it started.
 */
export const deadUnits: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { snapshots } = history;
    const last = snapshots.at(-1);
    const layers = Object.entries(last?.layers ?? {}).flatMap(([name, { deadShare }]) => {
      const before = snapshots[0]?.layers[name]?.deadShare ?? 0;
      const grown = snapshots.find(
        (each) => (each.layers[name]?.deadShare ?? 0) - before > ((deadShare ?? 0) - before) / 2,
      );
      return deadShare === null ? [] : [{ name, share: deadShare, before, epoch: grown?.epoch ?? 0 }];
    });
    if (layers.length === 0) return notApplicable(identity, "no activation of the network can die");
    const worst = layers.reduce((a, b) => (b.share > a.share ? b : a));
    const learned = lastLoss(lossCurve(history)) < LEARNED * startingLoss(history);
    const dead = layers.filter(({ share, before }) => share > SHARE || (!learned && share - before > GROWTH));
    const show = ({ name, share, before, epoch }: typeof worst) =>
      `dead units ${digits(before)} → ${digits(share)} (limit ${SHARE}, growth ${GROWTH}) in ${name}, half of the growth by epoch ${epoch}`;
    if (dead.length === 0) return passed(identity, show(worst));
    return found(identity, {
      severity: "warn",
      where: dead.map(({ name }) => name).join(", "),
      evidence: dead.map(show).join("; "),
      reason: "Units that are 0 for every example have no gradient and cannot come back.",
      remedies: [
        ...scaleInputs(history),
        ...(dead.some(({ before }) => before > SHARE)
          ? [initialWeights]
          : [divideRate(history, 3), initialWeights]),
        { text: "Use an activation with a slope below 0: leaky_relu, gelu." },
        { text: "Normalise between the layers." },
      ],
      source: "SageMaker Debugger; DeepChecker; measured on 8000 digits",
    });
  },
};

import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { strongerDropout } from "../readings/dropoutRemedies.ts";
import { median } from "../readings/median.ts";
import { bestEpoch, qualityCurve } from "../readings/qualityCurve.ts";
import { keepBest, stopEarly, strongerL2 } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";

const EPOCHS = 3;
/** Epoch-to-epoch deviations, parts of the best loss, and parts of the starting loss. */
const DEVIATIONS = 2;
const RELATIVE = 0.2;
const MATTERS = 0.05;

const identity = { code: "FIT002", name: "validationWorsens" };

/**
 * FIT002: the validation loss of the last 3 epochs (their median) is above its best, 3 epochs or more ago, by more
 * than 2 deviations from epoch to epoch, 20 % of the best and 5 % of the starting loss; while the training loss is no
 * higher than in that epoch.
 */
export const validationWorsens: Diagnosis = {
  ...identity,
  diagnose(history) {
    const curve = qualityCurve(history);
    const { loss } = curve;
    if (loss.length < EPOCHS + 1)
      return notApplicable(identity, `${loss.length} epochs: ${EPOCHS + 1} show a rise`);
    const at = bestEpoch(curve);
    const best = loss[at - 1]!;
    const last = median(loss.slice(-EPOCHS));
    const changes = loss
      .slice(Math.floor(loss.length / 2))
      .map((value, index, all) => value - (all[index - 1] ?? value));
    const middle = median(changes);
    const deviation = 1.4826 * median(changes.map((change) => Math.abs(change - middle)));
    const limit = Math.max(DEVIATIONS * deviation, RELATIVE * best, MATTERS * startingLoss(history));
    const trainAt = (epoch: number) => history.rows[epoch - 1]?.scalars["train.loss"] ?? Number.NaN;
    const evidence = `validation loss ${digits(best)} in epoch ${at}, ${digits(last)} over the last ${EPOCHS}: rise ${digits(last - best)} (limit ${digits(limit)}), epochs ${at}–${loss.length}`;
    const learns = trainAt(loss.length) <= trainAt(at);
    if (!(last - best > limit && loss.length - at >= EPOCHS && learns)) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `epochs ${at}–${loss.length}`,
      evidence,
      reason: "What the network still learns of its training examples makes it worse on others.",
      remedies: [...stopEarly(history), ...keepBest(history), strongerL2(history), strongerDropout(history)],
      source: "Google tuning playbook; SageMaker Debugger; AutoTrainer",
    });
  },
};

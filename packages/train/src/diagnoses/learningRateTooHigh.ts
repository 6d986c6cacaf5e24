import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { lastLoss, lossCurve } from "../readings/lossCurve.ts";
import { growths, rateSigns } from "../readings/rateSigns.ts";
import { clipGradients, divideRate, scaleInputs, warmUp } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";

const NEEDED = 2;
/** Of the starting loss. */
const HIGH = 0.3;

/**
 * Adam's weights grow by about the 2/3rd power of how far its rate is too high (measured on 8000 digits: rates of .01, .03 and .1 in place
 * of .001 grow them 2.7, 5.5 and 14.6 ×): so the growth says how far back to go.
 */
const divisorOf = (growth: number): number => Math.min(100, Math.max(3, growth ** 1.5));

const identity = { code: "LR003", name: "learningRateTooHigh" };

/**
 * LR003: two or more of the signs of `rateSigns`: u > 3e-2 in a layer; ‖w‖ of a layer grown > 2.5 ×; dead units grown
 * by > .3; ≥ .28 of at least 10 windows rising; worst batch loss > 3 × the loss at init. Growth > 5 ×, while the loss is
 * above a tenth of its start, and dead units grown by > .5, with u > 1e-2 in some
 * layer, count twice. The first two are sizes: they count only
 * beside one of the others, or a loss above .3 of its start, for small networks learn well with them. The
 * update:weight ratio alone misses a high rate of Adam, for the weights grow with the updates.
 */
export const learningRateTooHigh: Diagnosis = {
  ...identity,
  diagnose(history) {
    const signs = rateSigns(history);
    if (signs.length < NEEDED)
      return notApplicable(identity, "fewer than two of its signs could be measured");
    const fired = signs.filter((each) => each.fired);
    const high = lastLoss(lossCurve(history)) > HIGH * startingLoss(history);
    const harmful = high || fired.some(({ harm }) => harm);
    if (fired.length < NEEDED || !harmful) {
      return passed(
        identity,
        `${fired.length} of ${signs.length} signs (limit ${NEEDED}): ${signs.map(({ evidence }) => evidence).join("; ")}`,
      );
    }
    const growth = Math.max(0, ...growths(history).map(({ value }) => value));
    return found(identity, {
      severity: "warn",
      where: `iterations 0–${history.snapshots.at(-1)?.iteration ?? 0}`,
      evidence: fired.map(({ evidence }) => evidence).join("; "),
      reason: "The updates are too long: each overshoots, and the weights grow instead of settling.",
      remedies: [...scaleInputs(history), divideRate(history, divisorOf(growth)), warmUp, clipGradients],
      source: "cs231n; measured on 8000 digits",
    });
  },
};

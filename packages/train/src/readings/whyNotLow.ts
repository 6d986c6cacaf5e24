import { digits } from "../digits.ts";
import type { History } from "../History.ts";
import { lastLoss, lossCurve } from "./lossCurve.ts";
import { startingLoss } from "./startingLoss.ts";
import { vanishing } from "./vanishing.ts";
import { lowRatios, weightNames } from "./weightReadings.ts";

/** Of the starting loss: below it updates shrink because there is nothing left to learn. */
const LEARNED = 0.1;

/** Why short updates do not speak of the learning rate; undefined where they do. */
export const whyNotLow = (history: History): string | undefined => {
  const measured = lowRatios(history).length;
  const last = lastLoss(lossCurve(history));
  if (measured === 0) return "no update was measured of a weight that did not start too large";
  if (measured < weightNames(history).length / 2)
    return "most weights started too large, or were not updated";
  if (vanishing(history)?.vanished) return "the gradients vanish: short updates follow from that";
  if (last < LEARNED * startingLoss(history)) return `the loss ${digits(last)} is learned`;
  return undefined;
};

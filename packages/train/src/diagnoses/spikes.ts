import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lossCurve, scaleOf } from "../readings/lossCurve.ts";
import { median } from "../readings/median.ts";
import { clipGradients, divideRate } from "../readings/remedies.ts";

const POINTS = 10;
/** Robust deviations, 1.4826 · MAD of the changes from window to window. */
const DEVIATIONS = 5;
/** Of the starting loss: a smaller jump does no harm. */
const MATTERS = 0.1;

const identity = { code: "LR005", name: "spikes" };

/**
 * LR005: past the first fifth of the run the mean loss of a window is above the median of the five before by more
 * than 5 robust deviations and by more than a tenth of the starting loss, and comes back.
 */
export const spikes: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { unit, points } = lossCurve(history);
    if (unit !== "windows" || points.length < POINTS) {
      return notApplicable(identity, `${points.length} ${unit} of losses: ${POINTS} windows show a spike`);
    }
    const jumps = points.flatMap(({ loss, start, end }, at) => {
      if (at < points.length / 5) return [];
      const before = median(points.slice(Math.max(0, at - 5), at).map((point) => point.loss));
      return [{ start, end, loss, before, jump: loss - before, at }];
    });
    const middle = median(jumps.map(({ jump }) => jump));
    const deviation = 1.4826 * median(jumps.map(({ jump }) => Math.abs(jump - middle)));
    const limit = Math.max(middle + DEVIATIONS * deviation, MATTERS * scaleOf(history));
    const comesBack = ({ at, before, jump }: (typeof jumps)[number]) =>
      points.slice(at + 1).some(({ loss }) => loss < before + jump / 2);
    const worst = jumps.reduce((a, b) => (b.jump > a.jump ? b : a));
    const evidence = `loss of a window above the median of the five before it by ${digits(worst.jump)} (limit ${digits(limit)}), iterations ${worst.start}–${worst.end}`;
    const spiked = jumps.filter((each) => each.jump > limit && comesBack(each));
    if (spiked.length === 0) return passed(identity, evidence);
    return found(identity, {
      severity: "info",
      where: spiked.map(({ start, end }) => `iterations ${start}–${end}`).join(", "),
      evidence,
      reason: "Single updates are far too long, mostly because of a large gradient.",
      remedies: [clipGradients, divideRate(history, 3)],
      source: "Google tuning playbook",
    });
  },
};

import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lastLoss, lossCurve } from "../readings/lossCurve.ts";
import { maximum } from "../readings/maximum.ts";
import { clipGradients, divideRate, scaleInputs, warmUp } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";

/** Of the run; at least the first window. */
const EARLY = 0.1;
/** Of the loss at init. */
const PEAK = 3;
/** Of the starting loss: what is below it has recovered. */
const RECOVERED = 0.5;

const identity = { code: "LR004", name: "earlyInstability" };

/**
 * LR004: a batch loss above 3 × the loss at init within the first tenth of the run, followed by recovery: the last
 * loss is below half of where it started, and no batch of the second half is above that limit.
 */
export const earlyInstability: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { windows, lossAtInit } = history;
    const last = windows.at(-1);
    if (last === undefined || windows.length < 2)
      return notApplicable(identity, "fewer than two windows of losses");
    const end = last.start + last.count;
    const early = windows.filter(({ start }, at) => at === 0 || start < EARLY * end);
    const peak = maximum(early.map(({ largest }) => largest));
    const later = maximum(windows.filter(({ start }) => start >= end / 2).map(({ largest }) => largest));
    const level = lastLoss(lossCurve(history));
    const evidence = `worst batch loss ${digits(peak)} = ${digits(peak / lossAtInit)} × the loss at init (limit ${PEAK}), iterations ${early[0]?.start ?? 0}–${(early.at(-1)?.start ?? 0) + (early.at(-1)?.count ?? 0)}; at the end ${digits(level)}`;
    const recovered = level < RECOVERED * startingLoss(history) && later <= PEAK * lossAtInit;
    if (peak <= PEAK * lossAtInit || !recovered) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `iterations 0–${(early.at(-1)?.start ?? 0) + (early.at(-1)?.count ?? 0)}`,
      evidence,
      reason: "The first updates are too long for weights that have not settled; later ones are not.",
      remedies: [...scaleInputs(history), warmUp, clipGradients, divideRate(history, 3)],
      source: "Google tuning playbook",
    });
  },
};

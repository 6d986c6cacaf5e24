import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lastLoss, lossCurve } from "../readings/lossCurve.ts";
import { epochsTo, strongerL2 } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";

const LIMIT = 0.2;
/** ‖w‖ at the end over the start: of filters that grew less, most is still the noise they started as. */
const MOVED = 1.5;
/** Of the starting loss: below it the network has learned. */
const LEARNED = 0.3;

const identity = { code: "WGT004", name: "noisyFilters" };

/**
 * WGT004: filters of 7 × 7 or more have a mean lag-1 autocorrelation below .2: noise, where converged filters are
 * smooth (cs231n). Of a network that learned (loss below .3 of where it started) only if the norm of the filters grew
 * 1.5 × or more: else most of them is the noise that they started as, whatever was learned on top (measured: .16 after
 * 5 epochs of a healthy network of dense layers on digits, .78 in the change alone).
 */
export const noisyFilters: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { snapshots } = history;
    const last = snapshots.at(-1);
    const filters = last?.filters;
    if (filters === undefined) return notApplicable(identity, "the first layer does not look at pictures");
    const { tensor, autocorrelation, judged } = filters;
    if (!judged)
      return notApplicable(identity, `the filters of ${tensor} are smaller than 7 × 7: too small to judge`);
    if (autocorrelation === null) return notApplicable(identity, `the filters of ${tensor} are flat`);
    const before = snapshots[0]?.filters?.autocorrelation ?? 0;
    const growth =
      (last?.tensors[tensor]?.norm ?? 0) / (snapshots[0]?.tensors[tensor]?.norm ?? Number.POSITIVE_INFINITY);
    const evidence = `lag-1 autocorrelation ${digits(before)} → ${digits(autocorrelation)} (limit ${LIMIT}) in ${tensor}, whose norm grew ${digits(growth)} ×, epoch ${last?.epoch ?? 0}`;
    if (autocorrelation >= LIMIT) return passed(identity, evidence);
    const learned = lastLoss(lossCurve(history)) < LEARNED * startingLoss(history);
    if (learned && growth < MOVED)
      return notApplicable(identity, `${evidence}: they are still mostly what they started as`);
    return found(identity, {
      severity: "info",
      where: tensor,
      evidence,
      reason:
        "Filters that learned something are smooth; noise means not yet converged, or too little regularisation.",
      remedies: [epochsTo(history, 2), strongerL2(history)],
      source: "cs231n",
    });
  },
};

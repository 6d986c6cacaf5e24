import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { epochsTo, strongerL2 } from "../readings/remedies.ts";

const LIMIT = 0.2;
/** ‖w‖ at the end over the start: of filters that moved less, most is still the noise they started as. */
const MOVED = 1.5;

const identity = { code: "WGT004", name: "noisyFilters" };

/**
 * WGT004: after a training that changed them, filters of 7 × 7 or more have a mean lag-1 autocorrelation below .2:
 * noise, where converged filters are smooth (cs231n). Filters whose norm grew less than 1.5 × are still mostly the
 * noise that they started as, whatever was learned on top, and are not judged.
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
    if (growth < MOVED)
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

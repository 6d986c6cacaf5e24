import type { Finding } from "@attune/core";
import { countText } from "../texts/countText.ts";

/** More infeasible trials than this share are a fault of the space. */
export const INFEASIBLE_LIMIT = 0.25;

/** SWP002: many trials were refused by a check or diverged. Undefined at or below the limit. */
export const manyInfeasible = (infeasible: number, trials: number): Finding | undefined =>
  trials === 0 || infeasible / trials <= INFEASIBLE_LIMIT
    ? undefined
    : {
        code: "SWP002",
        name: "manyInfeasible",
        severity: "warn",
        where: "study",
        evidence: `${infeasible} of ${countText(trials, "trial")} (${Math.round((100 * infeasible) / trials)} %) are infeasible; limit ${100 * INFEASIBLE_LIMIT} %`,
        reason: "A large part of the searched space cannot be trained, or every trial shares a fault.",
        remedies: [{ text: "Shrink the range on the side of the crosses in the slices below." }],
        source: "Deep Learning Tuning Playbook",
      };

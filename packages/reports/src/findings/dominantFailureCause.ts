import type { Finding } from "@attune/core";
import type { FailureCause } from "../failureCauses.ts";
import { titleOf } from "../texts/titleOf.ts";

/** A cause that takes more of the budget than this is worth a narrower space. */
export const DOMINANT_LIMIT = 0.2;

const percent = (share: number): string => `${Math.round(100 * share)} %`;

export const costText = ({ code, budgetShare, trialShare }: FailureCause): string =>
  `${percent(budgetShare)} of the training time went to ${code}, in ${percent(trialShare)} of the trials; limit ${percent(DOMINANT_LIMIT)}`;

/** SWP013: one cause of failure takes more than 20 % of the budget. Undefined at or below the limit. */
export const dominantFailureCause = (costliest: FailureCause): Finding | undefined =>
  costliest.budgetShare <= DOMINANT_LIMIT
    ? undefined
    : {
        code: "SWP013",
        name: "dominantFailureCause",
        severity: "warn",
        where: `trials ${costliest.trials.slice(0, 8).join(", ")}`,
        evidence: costText(costliest),
        reason: `So many trials end for one reason that it lies in the space, or in what all trials share: ${titleOf(costliest.name).toLowerCase()}.`,
        remedies: [
          {
            text: `Follow the first remedy of ${costliest.code}, or take out of the space what leads to it.`,
          },
        ],
        source: "Deep Learning Tuning Playbook",
      };

import type { TrialInput } from "../StudyInput.ts";
import { countText } from "../texts/countText.ts";

/** `200 trials (186 succeeded, 12 infeasible, 2 failed)`; states that no trial has are left out. */
export const studyCounts = (trials: ReadonlyArray<Pick<TrialInput, "state">>): string => {
  const parts = (["succeeded", "infeasible", "failed"] as const).flatMap((state) => {
    const count = trials.filter((trial) => trial.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  return `${countText(trials.length, "trial")}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}`;
};

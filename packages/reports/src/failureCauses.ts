/** What infeasible trials died of, and what that cost: the head of each trial's causal chain. */
import type { Finding } from "@attune/core";
import { causalChain } from "./causalChain.ts";
import type { TrialInput } from "./StudyInput.ts";

export interface FailureCause {
  readonly code: string;
  readonly name: string;
  /** In their order. */
  readonly trials: ReadonlyArray<number>;
  /** Of all trials, and of the time that all trials trained. */
  readonly trialShare: number;
  readonly budgetShare: number;
  /** Of its first trial. */
  readonly chain: ReadonlyArray<Finding>;
}

type Trials = ReadonlyArray<Pick<TrialInput, "number" | "state" | "durationMillis" | "findings">>;

/** The costliest first; of equal cost, the most frequent. Trials without a finding have no known cause. */
export const failureCauses = (trials: Trials): ReadonlyArray<FailureCause> => {
  const budget = trials.reduce((sum, { durationMillis }) => sum + durationMillis, 0);
  const failed = trials
    .filter(({ state }) => state === "infeasible")
    .flatMap((trial) => {
      const chain = causalChain(trial.findings);
      return chain[0] ? [{ ...trial, head: chain[0], chain }] : [];
    });
  return [...Map.groupBy(failed, ({ head }) => head.code).values()]
    .map((group): FailureCause => {
      const { head, chain } = group[0]!; // a group has at least the trial that made it
      const spent = group.reduce((sum, { durationMillis }) => sum + durationMillis, 0);
      return {
        code: head.code,
        name: head.name,
        trials: group.map(({ number }) => number),
        trialShare: group.length / trials.length,
        budgetShare: budget === 0 ? 0 : spent / budget,
        chain,
      };
    })
    .toSorted((a, b) => b.budgetShare - a.budgetShare || b.trials.length - a.trials.length);
};

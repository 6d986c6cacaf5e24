/** @jsxImportSource preact */
/** Why a run stopped: the chain of causes with its numbers, and where it was last sound. */
import { causalChain } from "../causalChain.ts";
import type { StepSummary } from "../RunInput.ts";
import { causeSentence } from "../sentences/causeSentence.ts";
import { lastGoodSentence } from "../sentences/lastGoodSentence.ts";

/** Nothing where the run did not stop, or nothing is known of why. */
export const WhyItFailed = ({ steps }: { steps: ReadonlyArray<StepSummary> }) => {
  const stopped = steps.find(({ status }) => status === "infeasible" || status === "failed");
  if (stopped === undefined) return null;
  const before = steps.slice(0, steps.indexOf(stopped) + 1);
  const cause = causeSentence(causalChain(before.flatMap(({ findings }) => findings)));
  const good = stopped.watch && lastGoodSentence(stopped.watch);
  return cause === undefined && good === undefined ? null : (
    <section aria-labelledby="why" class="card why">
      <h2 id="why">{`Why ${stopped.id} stopped`}</h2>
      {cause && <p>{cause}</p>}
      {good && <p>{good}</p>}
    </section>
  );
};

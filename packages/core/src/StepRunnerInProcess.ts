/** `StepRunner` in this process, one step at a time: for tests and for looking into a step with a debugger. */
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import type { Outcome } from "./Outcome.ts";
import { makeMemo, runStep } from "./runStep.ts";
import type { StepKind } from "./StepKind.ts";
import { type EpochMessage, StepFailed, StepRunner } from "./StepRunner.ts";

export const layer = (kinds: Readonly<Record<string, StepKind>>): Layer.Layer<StepRunner> =>
  Layer.sync(StepRunner, () => {
    const memo = makeMemo();
    return StepRunner.of({
      run: Effect.fnUntraced(function* (request, onEpoch) {
        const epochs: Array<EpochMessage> = [];
        const outcome: Outcome = yield* Effect.tryPromise({
          try: () =>
            runStep(request, kinds, memo, (row, checkpoint) => {
              epochs.push({ row, ...(checkpoint === undefined ? {} : { checkpoint }) });
            }),
          catch: (cause) =>
            new StepFailed({
              step: request.step,
              reason: "threw",
              detail: cause instanceof Error ? cause.message : String(cause),
              log: cause instanceof Error ? (cause.stack ?? "") : "",
            }),
        });
        // a step blocks its thread, so its epochs are told together at its end
        for (const epoch of epochs) yield* onEpoch(epoch);
        return outcome;
      }),
    });
  });

/** The search of a study: asks, results and their order in virtual time. */
import type { InvalidExperiment, Scheduler, Store } from "@attune/core";
import type { Parameter, Trial } from "@attune/search";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Queue from "effect/Queue";
import type * as Scope from "effect/Scope";
import type { Journal } from "./Journal.ts";
import { JournalEntry } from "./JournalEntry.ts";
import { nextEnd, type RunningTrial } from "./nextEnd.ts";
import { type RanTrial, runTrial, type TrialRequest } from "./runTrial.ts";
import { type SweepConfig, samplerOf, trialsOf } from "./SweepConfig.ts";
import { trialRandom } from "./trialRandom.ts";

export interface SearchOptions {
  readonly config: SweepConfig;
  readonly seed: number;
  readonly parameters: ReadonlyArray<Parameter>;
  readonly trial: Pick<TrialRequest, "experiment" | "planner" | "objective">;
  readonly journal: Journal;
  readonly onTrial: (trial: Trial) => void;
}

interface Running extends RunningTrial {
  reached: number;
  length: number | undefined;
  /** What the journal says of its end. */
  record: Trial | undefined;
}

/**
 * Runs all trials, at most `parallel` at a time in virtual time, and gives them by number. Real workers run ahead
 * only inside that window, so what is asked never depends on how many there are.
 */
export const search = Effect.fnUntraced(function* ({
  config,
  seed,
  parameters,
  trial,
  journal,
  onTrial,
}: SearchOptions): Effect.fn.Return<
  ReadonlyArray<RanTrial>,
  InvalidExperiment,
  Scheduler | Store | Scope.Scope
> {
  const wake = yield* Queue.unbounded<void, InvalidExperiment>();
  const running: Array<Running> = [];
  const fibers: Array<Fiber.Fiber<RanTrial, InvalidExperiment>> = [];
  const history: Array<Trial> = [];
  const sampler = samplerOf(config);
  const trials = trialsOf(config, parameters);
  const deadline =
    config.timeout === undefined
      ? Number.POSITIVE_INFINITY
      : (yield* Clock.currentTimeMillis) + config.timeout;
  let mayAsk = true;
  let now = 0;

  const ask = Effect.fnUntraced(function* () {
    const number = fibers.length;
    const assignment = sampler.ask({ parameters, history, number, random: trialRandom(seed, number) });
    journal.add(JournalEntry.cases.Asked.make({ trial: number, at: now, assignment }));
    // one that failed before holds its place with that end, and its new result comes after all others
    const before = journal.failedTrial(number)?.record;
    const state: Running = { number, start: now, reached: 0, length: before?.epochs, record: before };
    running.push(state);
    const onProgress = (epochs: number) => {
      state.reached = epochs;
      Queue.offerUnsafe(wake, undefined);
    };
    const fiber = yield* runTrial({
      ...trial,
      number,
      assignment,
      reseed: (same) => same,
      test: false,
      prefix: `trial ${number}/`,
      onProgress,
    }).pipe(
      Effect.tap(({ record }) =>
        Effect.sync(() => {
          state.record ??= record;
          state.length ??= record.epochs;
          Queue.offerUnsafe(wake, undefined);
        }),
      ),
      Effect.tapCause((cause) => Queue.failCause(wake, cause)),
      Effect.forkScoped,
    );
    fibers.push(fiber);
  });

  while (running.length > 0 || (mayAsk && fibers.length < trials)) {
    while (mayAsk && fibers.length < trials && running.length < config.parallel) {
      yield* ask();
      mayAsk = (yield* Clock.currentTimeMillis) < deadline;
    }
    const next = nextEnd(running);
    if (next?.record === undefined) {
      yield* Queue.take(wake);
      continue;
    }
    now = next.start + next.record.epochs;
    running.splice(running.indexOf(next), 1);
    journal.add(JournalEntry.cases.Ended.make({ at: now, record: next.record }));
    history.push(next.record);
    history.sort((a, b) => a.number - b.number);
    onTrial(next.record);
  }

  const ran = yield* Effect.forEach(fibers, Fiber.join);
  for (const { record } of ran) {
    if (record.state === "failed" || journal.failedTrial(record.number) === undefined) continue;
    journal.add(JournalEntry.cases.Ended.make({ at: now, record }));
  }
  return ran;
});

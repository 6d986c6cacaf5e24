/**
 * Runs planned steps: each after its needs, bounded, cached, retried after failures of the machine. A result is
 * computed once however many plans share it. Failure is data: a failed step skips what needs it and nothing else.
 */
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Schedule from "effect/Schedule";
import * as Semaphore from "effect/Semaphore";
import { canonicalJson } from "./canonicalJson.ts";
import type { Finding } from "./Finding.ts";
import type { Outcome } from "./Outcome.ts";
import type { PlannedStep } from "./Plan.ts";
import type { StepEvent } from "./StepEvent.ts";
import type { StepInput } from "./StepKind.ts";
import { type EpochMessage, StepFailed, type StepRequest, StepRunner } from "./StepRunner.ts";
import { Store } from "./Store.ts";

export type StepState =
  | {
      readonly _tag: "Done";
      readonly name: string;
      readonly outcome: Outcome;
      readonly cached: boolean;
      readonly durationMillis: number;
    }
  | { readonly _tag: "Failed"; readonly name: string; readonly error: StepFailed }
  | { readonly _tag: "Skipped"; readonly name: string; readonly because: string };

export interface SchedulerOptions {
  /** Row of the run in the store. */
  readonly run: number;
  /** Steps at a time. */
  readonly concurrency: number;
  /** Folder of the blobs, as the workers see it. */
  readonly blobs: string;
  readonly onEvent: (event: StepEvent) => void;
}

/** Distinct results that this run computed, found or failed to compute. */
export interface StepCounts {
  readonly run: number;
  readonly cached: number;
  readonly failed: number;
}

const succeeded = (state: StepState | undefined): state is Extract<StepState, { _tag: "Done" }> =>
  state?._tag === "Done" && state.outcome.status === "succeeded";

const isOfTheMachine = ({ reason }: StepFailed) => reason === "crashed" || reason === "timed_out";

const brief = ({ code, severity, evidence }: Finding) => ({ code, severity, evidence });

const retryPolicy = Schedule.exponential("100 millis").pipe(Schedule.jittered);

const make = Effect.fnUntraced(function* (options: SchedulerOptions) {
  const store = yield* Store;
  const runner = yield* StepRunner;
  const slots = yield* Semaphore.make(options.concurrency);
  const results = new Map<string, Deferred.Deferred<StepState>>();
  const trajectories = new Map<string, Semaphore.Semaphore>();
  const counts = { run: 0, cached: 0, failed: 0 };

  const publish = (event: StepEvent) =>
    Effect.sync(() => {
      store.appendEvent(options.run, event);
      options.onEvent(event);
    });

  const requestOf = (
    step: PlannedStep,
    at: string,
    attempt: number,
    inputs: Record<string, StepInput>,
  ): StepRequest => {
    const checkpoint = step.until > 0 ? store.checkpoint(step.key, step.until) : undefined;
    return {
      step: at,
      attempt,
      uses: step.uses,
      ...(step.module === undefined ? {} : { module: step.module }),
      view: step.parts.view,
      seed: step.parts.seed,
      engine: step.parts.engine,
      directory: step.directory,
      inputs,
      until: step.until,
      ...(checkpoint === undefined ? {} : { checkpoint }),
      blobs: options.blobs,
      ...(step.timeoutMillis === undefined ? {} : { timeoutMillis: step.timeoutMillis }),
    };
  };

  /** One attempt. A row that was there before must come out the same, or the step is not deterministic. */
  const attemptStep = Effect.fnUntraced(function* (
    step: PlannedStep,
    at: string,
    attempt: number,
    inputs: Record<string, StepInput>,
    onProgress: (epoch: number) => void,
  ) {
    const { name, until } = step;
    yield* publish({ _tag: "Started", step: at, name, attempt, until });
    const known = new Map(
      step.until > 0 ? store.epochs(step.key).map((row) => [row.epoch, canonicalJson(row.scalars)]) : [],
    );
    const onEpoch = Effect.fnUntraced(function* ({ row, checkpoint }: EpochMessage) {
      const before = known.get(row.epoch);
      const after = canonicalJson(row.scalars);
      if (before !== undefined && before !== after) {
        const detail = `epoch ${row.epoch} was ${before}, and is ${after} now`;
        return yield* new StepFailed({ step: at, reason: "not_deterministic", detail, log: "" });
      }
      store.appendEpoch(step.key, row, checkpoint);
      onProgress(row.epoch);
      yield* publish({ _tag: "Epoch", step: at, name, ...row });
    });
    return yield* runner.run(requestOf(step, at, attempt, inputs), onEpoch).pipe(
      Effect.tapError((error) =>
        Effect.sync(() => {
          store.putFailure({
            run: options.run,
            step: at,
            name: step.name,
            attempt,
            reason: error.message,
            log: error.log,
          });
        }),
      ),
    );
  });

  const compute = Effect.fnUntraced(function* (
    step: PlannedStep,
    at: string,
    inputs: Record<string, StepInput>,
    onProgress: (epoch: number) => void,
  ) {
    const { name } = step;
    const hit = store.result(name);
    if (hit) {
      counts.cached++;
      yield* publish({ _tag: "Cached", step: at, name, status: hit.outcome.status });
      const state: StepState = {
        _tag: "Done",
        name,
        outcome: hit.outcome,
        cached: true,
        durationMillis: hit.durationMillis,
      };
      return state;
    }
    let attempt = 0;
    // a slot is held while the step runs, never while it waits for its needs or backs off
    const oneAttempt = Effect.suspend(() => {
      attempt++;
      return slots.withPermits(1)(
        Effect.gen(function* () {
          const started = yield* Clock.currentTimeMillis;
          const outcome = yield* attemptStep(step, at, attempt, inputs, onProgress);
          return { outcome, durationMillis: (yield* Clock.currentTimeMillis) - started };
        }),
      );
    });
    return yield* oneAttempt.pipe(
      Effect.tapError((error) =>
        isOfTheMachine(error) && attempt <= step.retry
          ? publish({ _tag: "Retried", step: at, name, attempt, reason: error.message })
          : Effect.void,
      ),
      Effect.retry({ schedule: retryPolicy, times: step.retry, while: isOfTheMachine }),
      Effect.flatMap(({ outcome, durationMillis }) =>
        Effect.suspend(() => {
          store.putResult(step.key, { name, outcome, durationMillis });
          counts.run++;
          const state: StepState = { _tag: "Done", name, outcome, durationMillis, cached: false };
          return Effect.as(
            publish({
              _tag: "Finished",
              step: at,
              name,
              status: outcome.status,
              durationMillis,
              ...(outcome.findings.length > 0 ? { findings: outcome.findings.map(brief) } : {}),
            }),
            state,
          );
        }),
      ),
      Effect.catch((error: StepFailed) => {
        counts.failed++;
        const state: StepState = { _tag: "Failed", name, error };
        return Effect.as(publish({ _tag: "Failed", step: at, name, reason: error.message }), state);
      }),
    );
  });

  /** Computes a result once; of one trajectory, one request at a time. */
  const shared = Effect.fnUntraced(function* (
    step: PlannedStep,
    at: string,
    inputs: Record<string, StepInput>,
    onProgress: (epoch: number) => void,
  ) {
    const running = results.get(step.name);
    if (running) return yield* Deferred.await(running);
    const deferred = Deferred.makeUnsafe<StepState>();
    results.set(step.name, deferred);
    const turn = trajectories.get(step.key) ?? (yield* Semaphore.make(1));
    trajectories.set(step.key, turn);
    return yield* turn
      .withPermits(1)(compute(step, at, inputs, onProgress))
      .pipe(Effect.onExit((exit) => Deferred.done(deferred, exit)));
  });

  const run = Effect.fn("Scheduler.run")(function* (
    steps: ReadonlyArray<PlannedStep>,
    prefix: string,
    onProgress: (step: string, epoch: number) => void = () => undefined,
  ) {
    const done = new Map(steps.map(({ id }) => [id, Deferred.makeUnsafe<StepState>()]));
    const runStep = Effect.fnUntraced(function* (step: PlannedStep): Effect.fn.Return<StepState> {
      const at = `${prefix}${step.id}`;
      for (const need of step.needs) {
        const state = yield* Deferred.await(done.get(need)!); // a plan holds all that its steps need
        if (!succeeded(state)) {
          yield* publish({ _tag: "Skipped", step: at, name: step.name, because: need });
          return { _tag: "Skipped", name: step.name, because: need };
        }
      }
      const inputs: Record<string, StepInput> = {};
      for (const [what, producer] of Object.entries(step.inputs)) {
        const state = yield* Deferred.await(done.get(producer)!);
        if (!succeeded(state)) return { _tag: "Skipped", name: step.name, because: producer };
        const { metrics, detail, artifacts } = state.outcome;
        inputs[what] = { name: state.name, metrics, detail, artifacts };
      }
      return yield* shared(step, at, inputs, (epoch) => onProgress(step.id, epoch));
    });
    const entries = yield* Effect.forEach(
      steps,
      (step) =>
        runStep(step).pipe(
          Effect.onExit((exit) => Deferred.done(done.get(step.id)!, exit)),
          Effect.map((state) => [step.id, state] as const),
        ),
      { concurrency: "unbounded" },
    );
    const states: ReadonlyMap<string, StepState> = new Map(entries);
    return states;
  });

  return { run, counts: (): StepCounts => ({ ...counts }) };
});

export class Scheduler extends Context.Service<
  Scheduler,
  {
    /** Runs the steps of one plan; `prefix` names it in events, `trial 3/`; `onProgress` sees each epoch that it computes. */
    readonly run: (
      steps: ReadonlyArray<PlannedStep>,
      prefix: string,
      onProgress?: (step: string, epoch: number) => void,
    ) => Effect.Effect<ReadonlyMap<string, StepState>>;
    readonly counts: () => StepCounts;
  }
>()("@attune/core/Scheduler") {
  static readonly layer = (options: SchedulerOptions): Layer.Layer<Scheduler, never, Store | StepRunner> =>
    Layer.effect(Scheduler, make(options));
}

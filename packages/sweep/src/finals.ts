/** The end of a study: the best trials again on fresh seeds, on the test set, and which of them wins. */
import type { InvalidExperiment, Scheduler, Store } from "@attune/core";
import { mean } from "@attune/search";
import * as Effect from "effect/Effect";
import type { Journal } from "./Journal.ts";
import { JournalEntry } from "./JournalEntry.ts";
import { repeatSeed } from "./repeatSeed.ts";
import { outcomesOf, type RanTrial, runTrial, type TrialRequest } from "./runTrial.ts";
import type { SweepConfig } from "./SweepConfig.ts";

/** A trial's configuration on one fresh seed. */
export interface Finalist {
  readonly trial: number;
  readonly repeat: number;
  readonly seed: number;
  readonly ran: RanTrial;
  /** Metrics of the steps that read the test set. */
  readonly test: Readonly<Record<string, number>>;
}

export interface Finals {
  readonly finalists: ReadonlyArray<Finalist>;
  /** The finalist with the best mean objective, ties by rank; without finalists the best trial. */
  readonly winner: number | undefined;
}

export interface FinalsOptions {
  readonly config: SweepConfig;
  readonly trials: ReadonlyArray<RanTrial>;
  readonly trial: Pick<TrialRequest, "experiment" | "planner" | "objective">;
  readonly journal: Journal;
  readonly onFinalists: (count: number) => void;
  readonly onRepeat: () => void;
}

/** Trials with a result, the best first, ties by number. */
const rank = (trials: ReadonlyArray<RanTrial>, sign: number) =>
  trials
    .flatMap(({ record: { number, objective } }) =>
      objective === undefined ? [] : [{ trial: number, objective }],
    )
    .sort((a, b) => sign * (b.objective - a.objective) || a.trial - b.trial);

const entryOf = ({ trial, repeat, seed, ran: { record }, test }: Finalist) =>
  JournalEntry.cases.Repeated.make({
    trial,
    repeat,
    seed,
    state: record.state,
    ...(record.objective === undefined ? {} : { objective: record.objective }),
    test,
  });

export const finals = Effect.fnUntraced(function* (
  options: FinalsOptions,
): Effect.fn.Return<Finals, InvalidExperiment, Scheduler | Store> {
  const { config, trials, trial: shared, journal, onFinalists, onRepeat } = options;
  const sign = shared.objective.direction === "maximize" ? 1 : -1;
  const ranked = rank(trials, sign);
  const ranking = ranked.slice(0, config.finalists?.top ?? 0);
  if (ranking.length === 0) return { finalists: [], winner: ranked[0]?.trial };
  journal.add(JournalEntry.cases.Ranked.make({ ranking }));

  const seeds = Array.from({ length: config.finalists?.seeds ?? 0 }, (_, i) => i + 1);
  const repeats = ranking.flatMap(({ trial }) => seeds.map((repeat) => ({ trial, repeat })));
  onFinalists(repeats.length);
  const runRepeat = Effect.fnUntraced(function* ({ trial, repeat }: (typeof repeats)[number]) {
    const seed = repeatSeed(shared.experiment.seed, repeat);
    const assignment = trials.find(({ record }) => record.number === trial)?.record.assignment ?? {};
    const prefix = `finalist ${trial} seed ${repeat}/`;
    const ran = yield* runTrial({
      ...shared,
      number: trial,
      assignment,
      reseed: (base) => repeatSeed(base, repeat),
      test: true,
      prefix,
      onProgress: () => undefined,
    });
    onRepeat();
    const tested = outcomesOf(ran.steps).filter(({ planned }) => planned.kind.readsTest);
    const test: Record<string, number> = Object.assign({}, ...tested.map(({ outcome }) => outcome.metrics));
    return { trial, repeat, seed, ran, test };
  });
  const finalists = yield* Effect.forEach(repeats, runRepeat, { concurrency: "unbounded" });

  for (const finalist of finalists)
    journal.add(journal.failedRepeat(finalist.trial, finalist.repeat) ?? entryOf(finalist));
  for (const finalist of finalists) {
    const failedBefore = journal.failedRepeat(finalist.trial, finalist.repeat) !== undefined;
    if (failedBefore && finalist.ran.record.state !== "failed") journal.add(entryOf(finalist));
  }

  const [best] = ranking
    .flatMap(({ trial }) => {
      const values = finalists.flatMap((finalist) =>
        finalist.trial === trial ? (finalist.ran.record.objective ?? []) : [],
      );
      return values.length === 0 ? [] : [{ trial, mean: mean(values) }];
    })
    .sort((a, b) => sign * (b.mean - a.mean)); // stable: ties go by rank
  if (best) journal.add(JournalEntry.cases.Won.make(best));
  return { finalists, winner: best?.trial ?? ranked[0]?.trial };
});

/** What the sentences and charts of a sweep's page share: the ranking, the winner, the finalists' statistics. */
import { type Interval, mean, meanInterval, pairedDifference, standardDeviation } from "@attune/search";
import type { FinalistInput, ObjectiveInput, StudyInput, TrialInput } from "./StudyInput.ts";

export type RankedTrial = TrialInput & { readonly objective: number };

/** +1 where more is better. */
export const signOf = ({ direction }: ObjectiveInput): number => (direction === "maximize" ? 1 : -1);

const isScored = (trial: TrialInput): trial is RankedTrial =>
  trial.state === "succeeded" && trial.objective !== undefined;

/** Trials with an objective, best first; ties go to the earlier trial. */
export const rankTrials = (
  trials: ReadonlyArray<TrialInput>,
  objective: ObjectiveInput,
): ReadonlyArray<RankedTrial> =>
  trials
    .filter(isScored)
    .toSorted((a, b) => signOf(objective) * (b.objective - a.objective) || a.number - b.number);

/** Values with n, mean and, from two on, standard deviation and 95 % interval. */
export interface Summary {
  readonly values: ReadonlyArray<number>;
  readonly mean: number;
  readonly deviation: number | undefined;
  readonly interval: Interval | undefined;
}

/** Undefined of no values. */
export const summarize = (values: ReadonlyArray<number>): Summary | undefined =>
  values.length === 0
    ? undefined
    : {
        values,
        mean: mean(values),
        deviation: values.length < 2 ? undefined : standardDeviation(values),
        interval: meanInterval(values),
      };

export interface FinalistFacts {
  readonly input: FinalistInput;
  readonly objective: Summary | undefined;
  /** By metric: `test.accuracy`. */
  readonly test: ReadonlyMap<string, Summary>;
}

const finalistFacts = (input: FinalistInput): FinalistFacts => {
  const names = [...new Set(input.repeats.flatMap(({ test }) => Object.keys(test ?? {})))].sort();
  const test = names.flatMap((name) => {
    const summary = summarize(input.repeats.flatMap((repeat) => repeat.test?.[name] ?? []));
    return summary === undefined ? [] : [[name, summary] as const];
  });
  return {
    input,
    objective: summarize(input.repeats.flatMap(({ objective }) => objective ?? [])),
    test: new Map(test),
  };
};

/** How far the winner leads the next finalist, over the seeds that both have. Positive is better. */
export interface Lead {
  readonly over: number;
  readonly pairs: number;
  readonly mean: number;
  /** 95 %; undefined for fewer than two pairs. */
  readonly interval: Interval | undefined;
}

const leadOf = (winner: FinalistFacts, next: FinalistFacts, sign: number): Lead | undefined => {
  const pairs = winner.input.repeats.flatMap(({ repeat, objective }) => {
    const other = next.input.repeats.find((candidate) => candidate.repeat === repeat)?.objective;
    return objective === undefined || other === undefined ? [] : [[sign * objective, sign * other] as const];
  });
  if (pairs.length === 0) return undefined;
  const a = pairs.map(([value]) => value);
  const b = pairs.map(([, value]) => value);
  return {
    over: next.input.trial,
    pairs: pairs.length,
    mean: mean(a) - mean(b),
    interval: pairedDifference(a, b),
  };
};

export interface StudyFacts {
  readonly ranked: ReadonlyArray<RankedTrial>;
  /** The winner among the finalists, or the trial with the best objective where there are none. */
  readonly best: RankedTrial | undefined;
  /** Best mean objective first. */
  readonly finalists: ReadonlyArray<FinalistFacts>;
  readonly winner: FinalistFacts | undefined;
  readonly lead: Lead | undefined;
  /** Pooled standard deviation of the objective over a finalist's seeds; undefined with no finalist of two seeds. */
  readonly seedNoise: number | undefined;
  /** The best tenth of the trials with an objective, at least one. */
  readonly top: ReadonlySet<number>;
}

/** √(Σ (nᵢ − 1) sᵢ² / Σ (nᵢ − 1)) over the finalists. */
const pooledDeviation = (finalists: ReadonlyArray<FinalistFacts>): number | undefined => {
  const known = finalists.flatMap(({ objective }) =>
    objective?.deviation === undefined
      ? []
      : [{ degrees: objective.values.length - 1, variance: objective.deviation ** 2 }],
  );
  const degrees = known.reduce((sum, each) => sum + each.degrees, 0);
  const squares = known.reduce((sum, each) => sum + each.degrees * each.variance, 0);
  return degrees === 0 ? undefined : Math.sqrt(squares / degrees);
};

export const studyFacts = ({
  trials,
  objective,
  finalists: given,
  winner: number,
}: StudyInput): StudyFacts => {
  const sign = signOf(objective);
  const ranked = rankTrials(trials, objective);
  const worth = ({ objective: summary }: FinalistFacts) =>
    summary === undefined ? Number.NEGATIVE_INFINITY : sign * summary.mean;
  const finalists = given
    .map(finalistFacts)
    .toSorted((a, b) => (worth(a) === worth(b) ? a.input.rank - b.input.rank : worth(b) - worth(a)));
  const winner = finalists.find(({ input }) => input.trial === number);
  const next = finalists.find(({ input }) => input.trial !== number);
  return {
    ranked,
    best: ranked.find((trial) => trial.number === number) ?? ranked[0],
    finalists,
    winner,
    lead: winner && next && leadOf(winner, next, sign),
    seedNoise: pooledDeviation(finalists),
    top: new Set(ranked.slice(0, Math.max(1, Math.round(ranked.length / 10))).map((trial) => trial.number)),
  };
};

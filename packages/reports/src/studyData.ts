/** The exact figures of a study's page, for programs: what the script element `attune-data` holds. */

import type { StudyInput } from "./StudyInput.ts";
import type { StudyFacts } from "./studyFacts.ts";

export const studyData = (input: StudyInput, facts: StudyFacts) => ({
  kind: "study",
  name: input.name,
  objective: input.objective,
  journalDigest: input.journalDigest,
  dataDigest: input.dataDigest,
  engine: input.engine,
  seed: input.seed,
  best: facts.best
    ? { trial: facts.best.number, objective: facts.best.objective, assignment: facts.best.assignment }
    : null,
  trials: input.trials.map(({ number, state, objective, epochs, curve }) => ({
    number,
    state,
    objective: objective ?? null,
    epochs,
    last: curve.at(-1) ?? null,
  })),
  finalists: facts.finalists.map(({ input: finalist, objective, test }) => ({
    trial: finalist.trial,
    rank: finalist.rank,
    winner: finalist.trial === input.winner,
    repeats: finalist.repeats.map(({ repeat, seed, objective: value, state, test: metrics }) => ({
      repeat,
      seed,
      state,
      objective: value ?? null,
      test: metrics ?? {},
    })),
    mean: objective?.mean ?? null,
    deviation: objective?.deviation ?? null,
    test: Object.fromEntries(
      [...test].map(([name, summary]) => [
        name,
        { mean: summary.mean, deviation: summary.deviation ?? null },
      ]),
    ),
  })),
});

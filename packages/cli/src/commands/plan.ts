import { type PlannedStep, Store } from "@attune/core";
import { parameters } from "@attune/search";
import { SweepConfig, trialsOf } from "@attune/sweep";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";
import { continuation } from "../continuation.ts";
import { keyDifference } from "../keyDifference.ts";
import { makePlanner } from "../language.ts";
import { openStore } from "../openStore.ts";
import { readExperiment } from "../readExperiment.ts";
import { storeFolder } from "../storeFolder.ts";
import { alignColumns } from "../terminal/alignColumns.ts";
import { cutLine, type Line, plainText, span } from "../terminal/Line.ts";
import { printLines } from "../terminal/printLines.ts";
import { firstPlan } from "./firstPlan.ts";
import { chosenFile, engine, fileOptions, json, overridesOf, set, store } from "./options.ts";
import { trial } from "./why.ts";

interface PlanRow {
  readonly step: string;
  readonly uses: string;
  readonly name: string;
  readonly does: "cached" | "run";
  /** Why it is not in the cache. */
  readonly why: string;
}

const whyNot = (reasons: ReadonlyArray<string>): string => {
  const [first = "its result is not there any more", ...others] = reasons;
  return others.length === 0 ? first : `${first}; and ${others.length} more, attune why tells them`;
};

const planRow = Effect.fnUntraced(function* (file: string, prefix: string, planned: PlannedStep) {
  const { result, previousStep, epochs } = yield* Store;
  const { id, uses, name, key, parts, code } = planned;
  const step = `${prefix}${id}`;
  if (result(name) !== undefined) {
    const row: PlanRow = { step, uses, name, does: "cached", why: "" };
    return row;
  }
  const before = previousStep(file, step, key);
  const more = continuation(planned, epochs);
  const fresh = before
    ? whyNot(keyDifference(before, { parts, files: code.files }))
    : "it has not run before";
  const row: PlanRow = { step, uses, name, does: "run", why: more ?? fresh };
  return row;
});

/** Columns of the reason; attune why has all of it. */
const MOST_OF_WHY = 100;

const rowLines = (rows: ReadonlyArray<PlanRow>): ReadonlyArray<Line> =>
  alignColumns(
    [{ title: "step" }, { title: "uses" }, { title: "key" }, { title: "plan" }, { title: "why" }],
    rows.map(({ step, uses, name, does, why }) => [
      span(step),
      span(uses),
      span(name.slice(0, 8), "quiet"),
      does === "cached" ? span("cached", "good") : span("run", "warning"),
      span(plainText(cutLine([span(why)], MOST_OF_WHY))),
    ]),
  );

const countOf = (rows: ReadonlyArray<PlanRow>, does: PlanRow["does"]) =>
  rows.filter((row) => row.does === does).length;

interface SweepSize {
  readonly trials: number;
  /** Steps of one trial. */
  readonly steps: number;
  readonly repeats: number;
}

const sweepLine = ({ trials, steps, repeats }: SweepSize, prefix: string): string =>
  `of ${prefix.replace("/", "")}; the sweep has ${trials} trials of ${steps} steps${
    repeats > 0 ? `, then ${repeats} runs of the best` : ""
  }; steps with equal keys run once`;

export const plan = Command.make(
  "plan",
  { ...fileOptions, json, store, engine, set, trial },
  Effect.fn("cli.plan")(function* (options) {
    const planner = makePlanner();
    const experiment = yield* readExperiment(chosenFile(options), planner, overridesOf(options));
    const { prefix, plan } = yield* firstPlan(experiment, planner, options.trial);
    const folder = storeFolder(experiment.file, Option.getOrUndefined(options.store));
    const rows = yield* Effect.forEach(plan.steps, (step) => planRow(experiment.file, prefix, step)).pipe(
      Effect.provide(openStore(folder)),
    );
    const counts = { cached: countOf(rows, "cached"), run: countOf(rows, "run") };
    const config =
      experiment.sweep === undefined ? undefined : Schema.decodeUnknownSync(SweepConfig)(experiment.sweep);
    const sweep = config && {
      trials: trialsOf(config, parameters(experiment.template)),
      steps: rows.length,
      repeats: config.finalists ? config.finalists.top * config.finalists.seeds : 0,
    };
    if (options.json) {
      console.log(JSON.stringify({ steps: rows, counts, ...(sweep ? { sweep } : {}) }));
      return;
    }
    printLines([
      ...rowLines(rows),
      [],
      [span(`${counts.cached} cached, ${counts.run} to run`, "strong")],
      ...(sweep ? [[span(sweepLine(sweep, prefix))]] : []),
    ]);
  }),
).pipe(
  Command.withDescription("Show what would run, what is cached, and why not"),
  Command.withExamples([
    {
      command: "attune plan experiments/digits/sweep.yaml --trial 3",
      description: "Of a sweep: the plan of one trial",
    },
  ]),
);

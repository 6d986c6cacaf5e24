import { InvalidExperiment, nearest, Store } from "@attune/core";
import * as Argument from "effect/cli/Argument";
import * as Command from "effect/cli/Command";
import * as Flag from "effect/cli/Flag";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { continuation } from "../continuation.ts";
import { keyDifference } from "../keyDifference.ts";
import { makePlanner } from "../language.ts";
import { openStore } from "../openStore.ts";
import { readExperiment } from "../readExperiment.ts";
import { storeFolder } from "../storeFolder.ts";
import { firstPlan } from "./firstPlan.ts";
import { chosenFile, engine, fileOptions, json, overridesOf, set, store } from "./options.ts";

export const trial = Flag.Int("trial").pipe(
  Flag.withDescription("Of a sweep: the trial whose steps are meant, from 0"),
  Flag.filter(
    (number) => number >= 0,
    (number) => `expected a trial's number from 0, received ${number}`,
  ),
  Flag.withDefault(0),
);

const step = Argument.String("step").pipe(Argument.withDescription("Id of the step, as in train"));

export const why = Command.make(
  "why",
  { step, ...fileOptions, json, store, engine, set, trial },
  Effect.fn("cli.why")(function* (options) {
    const planner = makePlanner();
    const experiment = yield* readExperiment(chosenFile(options), planner, overridesOf(options));
    const { prefix, plan } = yield* firstPlan(experiment, planner, options.trial);
    const planned = plan.steps.find(({ id }) => id === options.step);
    if (!planned) {
      const ids = plan.steps.map(({ id }) => id);
      const near = nearest(options.step, ids);
      const problem = experiment.source.problem(
        ["steps"],
        `there is no step "${options.step}" in this plan`,
        {
          at: "key",
          remedy: near ? `did you mean "${near}"?` : `steps here: ${ids.join(", ")}`,
        },
      );
      return yield* new InvalidExperiment({ problems: [problem] });
    }
    const { cached, before, more } = yield* Effect.gen(function* () {
      const { result, previousStep, epochs } = yield* Store;
      return {
        cached: result(planned.name) !== undefined,
        before: previousStep(experiment.file, `${prefix}${planned.id}`, planned.key),
        more: continuation(planned, epochs),
      };
    }).pipe(Effect.provide(openStore(storeFolder(experiment.file, Option.getOrUndefined(options.store)))));
    const reasons =
      more !== undefined && !cached
        ? [more]
        : before
          ? keyDifference(before, { parts: planned.parts, files: planned.code.files })
          : [];
    if (options.json) {
      console.log(
        JSON.stringify({
          step: `${prefix}${planned.id}`,
          key: planned.key,
          cached,
          previous: before?.key ?? null,
          reasons,
        }),
      );
      return;
    }
    console.log(`${prefix}${planned.id}  ${planned.name.slice(0, 8)}  ${cached ? "cached" : "would run"}`);
    if (more !== undefined && !cached) console.log(more);
    else if (!before) console.log(cached ? "it has never had another key" : "it has not run before");
    else
      console.log(
        [
          `compared with its key before, ${before.key.slice(0, 8)}:`,
          ...reasons.map((reason) => `  ${reason}`),
        ].join("\n"),
      );
  }),
).pipe(
  Command.withDescription("Say which part of a step's key changed since it last ran"),
  Command.withExamples([
    {
      command: "attune why train experiments/digits/sweep.yaml",
      description: "Why training would run again",
    },
  ]),
);

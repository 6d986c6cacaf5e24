import { Store } from "@attune/core";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { keyDifference } from "../keyDifference.ts";
import { makePlanner } from "../language.ts";
import { openStore } from "../openStore.ts";
import { readExperiment } from "../readExperiment.ts";
import { storeFolder } from "../storeFolder.ts";
import { firstPlan } from "./firstPlan.ts";
import { chosenFile, engine, fileOptions, json, set, store } from "./options.ts";
import { trial } from "./why.ts";

export const plan = Command.make(
  "plan",
  { ...fileOptions, json, store, engine, set, trial },
  Effect.fn("cli.plan")(function* (options) {
    const planner = makePlanner(options.engine);
    const experiment = yield* readExperiment(chosenFile(options), planner, options.set);
    const { prefix, plan } = yield* firstPlan(experiment, planner, options.trial);
    const folder = storeFolder(experiment.file, Option.getOrUndefined(options.store));
    const rows = yield* Effect.gen(function* () {
      const { result, previousStep } = yield* Store;
      return plan.steps.map(({ id, uses, name, key, parts, code }) => {
        const cached = result(name) !== undefined;
        const before = previousStep(experiment.file, `${prefix}${id}`, key);
        const [why] = cached
          ? []
          : before
            ? keyDifference(before, { parts, files: code.files })
            : ["it has not run before"];
        return { step: `${prefix}${id}`, uses, name, does: cached ? "cached" : "run", why: why ?? "" };
      });
    }).pipe(Effect.provide(openStore(folder)));
    if (options.json) {
      console.log(JSON.stringify({ steps: rows }));
      return;
    }
    const width = Math.max(...rows.map(({ step }) => step.length));
    for (const { step, uses, name, does, why } of rows) {
      console.log(
        `${step.padEnd(width)}  ${uses.padEnd(10)}  ${name.slice(0, 8)}  ${does.padEnd(6)}  ${why}`.trimEnd(),
      );
    }
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

import { Scheduler, Store } from "@attune/core";
import { parameters } from "@attune/search";
import { objectiveOf, runStudy, SweepConfig, trialsOf } from "@attune/sweep";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";
import { ExitWith } from "../exitCode.ts";
import { makePlanner } from "../language.ts";
import { makeDisplay } from "../progress/Display.ts";
import { readExperiment, shownPath } from "../readExperiment.ts";
import { studyRecord } from "../runRecord.ts";
import { withSession } from "../session.ts";
import { storeFolder } from "../storeFolder.ts";
import { studyInput } from "../studyInput.ts";
import { studyLines, studySummary } from "../studySummary.ts";
import { writeReport } from "../writeReport.ts";
import { noSweep } from "./noSweep.ts";
import {
  chosenFile,
  commandLine,
  engine,
  fileOptions,
  json,
  runOptions,
  set,
  store,
  workers,
} from "./options.ts";

export const sweep = Command.make(
  "sweep",
  { ...fileOptions, json, store, workers, engine, set, ...runOptions },
  Effect.fn("cli.sweep")(function* (options) {
    const planner = makePlanner(options.engine);
    const experiment = yield* readExperiment(chosenFile(options), planner, options.set);
    if (experiment.sweep === undefined) return yield* noSweep(experiment);
    const config = Schema.decodeUnknownSync(SweepConfig)(experiment.sweep);
    const repeats = config.finalists ? config.finalists.top * config.finalists.seeds : 0;
    const display = makeDisplay({
      objective: objectiveOf(config),
      total: trialsOf(config, parameters(experiment.template)) + repeats,
      json: options.json,
    });
    const folder = storeFolder(experiment.file, Option.getOrUndefined(options.store));
    const command = commandLine("sweep", shownPath(experiment.file), options.set);
    const study = Effect.gen(function* () {
      const scheduler = yield* Scheduler;
      const { epochs, artifacts } = yield* Store;
      const result = yield* runStudy({ experiment, planner, observer: display });
      const input = studyInput({ experiment, engine: options.engine, command, result, epochs });
      const report = yield* writeReport({ folder, name: experiment.name, input: { kind: "study", input } });
      const counts = scheduler.counts();
      const summary = artifacts.write(new TextEncoder().encode(JSON.stringify({ kind: "study", input })));
      const record = studyRecord(experiment, result);
      return { ok: counts.failed === 0, summary, record, result, report, counts };
    });
    const ended = yield* withSession(
      {
        experiment,
        command,
        folder,
        workers: options.workers,
        tags: options.tag,
        note: Option.getOrUndefined(options.note),
        onEvent: display.onStep,
      },
      study,
    ).pipe(Effect.ensuring(Effect.sync(display.stop)));
    const report = shownPath(ended.report);
    console.log(
      options.json
        ? JSON.stringify(studySummary(ended.result, ended.counts, report))
        : studyLines(ended.result, ended.counts, report).join("\n"),
    );
    if (!ended.ok) return yield* new ExitWith({ code: 1 });
  }),
).pipe(
  Command.withDescription("Search the hyperparameters of an experiment, and write its report"),
  Command.withExamples([
    { command: "attune sweep experiments/digits/sweep.yaml", description: "Run the study, or continue it" },
  ]),
);

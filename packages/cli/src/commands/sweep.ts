import { Scheduler, Store } from "@attune/core";
import { parameters } from "@attune/search";
import { objectiveOf, runStudy, SweepConfig, trialsOf } from "@attune/sweep";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { ExitWith } from "../exitCode.ts";
import { makePlanner } from "../language.ts";
import { makeDisplay } from "../progress/Display.ts";
import { readExperiment, shownPath } from "../readExperiment.ts";
import { studyRecord } from "../runRecord.ts";
import { withSession } from "../session.ts";
import { studyInput } from "../studyInput.ts";
import { studyLines, studySummary } from "../studySummary.ts";
import { publishReport } from "../writeReport.ts";
import { noSweep } from "./noSweep.ts";
import { chosenFile, overridesOf, runOptions, sessionOf } from "./options.ts";

export const sweep = Command.make(
  "sweep",
  runOptions,
  Effect.fn("cli.sweep")(function* (options) {
    const planner = makePlanner();
    const experiment = yield* readExperiment(chosenFile(options), planner, overridesOf(options));
    if (experiment.sweep === undefined) return yield* noSweep(experiment);
    const config = Schema.decodeUnknownSync(SweepConfig)(experiment.sweep);
    const repeats = config.finalists ? config.finalists.top * config.finalists.seeds : 0;
    const display = makeDisplay({
      objective: objectiveOf(config),
      total: trialsOf(config, parameters(experiment.template)) + repeats,
      json: options.json,
    });
    const session = { ...sessionOf("sweep", options, experiment, display.onStep), together: config.parallel };
    const { command, folder } = session;
    const study = Effect.gen(function* () {
      const scheduler = yield* Scheduler;
      const { artifacts, epochs } = yield* Store;
      const result = yield* runStudy({ experiment, planner, observer: display });
      const input = studyInput({ experiment, command, result, epochs, artifacts });
      const published = yield* publishReport(folder, { kind: "study", input });
      const counts = scheduler.counts();
      const record = studyRecord(experiment, result);
      const ok = counts.failed === 0 && result.trials.every(({ record }) => record.state !== "failed");
      return { ok, ...published, record, result, counts };
    });
    const ended = yield* withSession(session, study).pipe(Effect.ensuring(Effect.sync(display.stop)));
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

import { type Plan, plan, Scheduler, type StepState, Store } from "@attune/core";
import { endOf, endSentence } from "@attune/reports";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import { ExitWith } from "../exitCode.ts";
import { makePlanner } from "../language.ts";
import { makeDisplay } from "../progress/Display.ts";
import { figure } from "../progress/figures.ts";
import { readExperiment, shownPath } from "../readExperiment.ts";
import { runInput } from "../runInput.ts";
import { runRecord } from "../runRecord.ts";
import { withSession } from "../session.ts";
import { publishReport } from "../writeReport.ts";
import { chosenFile, overridesOf, runOptions, sessionOf } from "./options.ts";
import { withoutSpaces } from "./withoutSpaces.ts";

const describe = (state: StepState): string => {
  switch (state._tag) {
    case "Done": {
      const metrics = Object.entries(state.outcome.metrics).map(
        ([name, value]) => `${name} ${figure(value)}`,
      );
      const findings = state.outcome.findings.map(({ code, evidence }) => `\n    ${code} ${evidence}`);
      const end = endSentence(endOf(state.outcome.detail));
      const note = end === undefined ? "" : `\n    ${end}`;
      return `${state.outcome.status}${state.cached ? " (cached)" : ""}  ${metrics.join("  ")}${note}${findings.join("")}`;
    }
    case "Failed":
      return `failed: ${state.error.message}${
        state.error.log === ""
          ? ""
          : `\n${state.error.log
              .trimEnd()
              .split("\n")
              .slice(-8)
              .map((line) => `    ${line}`)
              .join("\n")}`
      }`;
    case "Skipped":
      return `skipped, because ${state.because} did not succeed`;
  }
};

const isGood = (state: StepState) => state._tag === "Done" && state.outcome.status === "succeeded";

const ranSteps = (planned: Plan, states: ReadonlyMap<string, StepState>) =>
  planned.steps.flatMap((step) => {
    const state = states.get(step.id);
    return state ? [{ planned: step, state }] : [];
  });

const lines = (planned: Plan, states: ReadonlyMap<string, StepState>): ReadonlyArray<string> => {
  const width = Math.max(...planned.steps.map(({ id }) => id.length));
  return ranSteps(planned, states).map(
    ({ planned: { id }, state }) => `${id.padEnd(width)}  ${describe(state)}`,
  );
};

export const run = Command.make(
  "run",
  runOptions,
  Effect.fn("cli.run")(function* (options) {
    const planner = makePlanner();
    const experiment = yield* readExperiment(chosenFile(options), planner, overridesOf(options));
    yield* withoutSpaces(experiment);
    const planned = yield* plan(experiment, planner, { assignment: {}, reseed: (seed) => seed, test: true });
    const display = makeDisplay({ objective: undefined, total: planned.steps.length, json: options.json });
    const session = sessionOf("run", options, experiment, display.onStep);
    const { command, folder } = session;
    const program = Effect.gen(function* () {
      const scheduler = yield* Scheduler;
      const { artifacts, epochs, sawPlan } = yield* Store;
      sawPlan(experiment.file, "", planned);
      const states = yield* scheduler.run(planned.steps, "");
      const input = runInput({ experiment, command, planned, states, epochs, artifacts });
      const published = yield* publishReport(folder, { kind: "run", input });
      const record = runRecord(experiment, planned, ranSteps(planned, states));
      const ok = [...states.values()].every(isGood);
      return { ok, ...published, record, states, counts: scheduler.counts() };
    });
    const { states, report, counts, ok } = yield* withSession(session, program).pipe(
      Effect.ensuring(Effect.sync(display.stop)),
    );
    console.log(
      options.json
        ? JSON.stringify({ best: null, steps: counts, report: shownPath(report), journalDigest: null })
        : [...lines(planned, states), "", `report  ${shownPath(report)}`].join("\n"),
    );
    if (!ok) return yield* new ExitWith({ code: 1 });
  }),
).pipe(
  Command.withDescription("Run the steps of an experiment, and write its report"),
  Command.withExamples([
    { command: "attune run experiments/smoke/run.yaml", description: "Run one configuration" },
  ]),
);

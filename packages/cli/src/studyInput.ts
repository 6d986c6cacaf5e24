import { type Artifacts, type EpochRow, type Experiment, resolvedYaml } from "@attune/core";
import {
  confusionOf,
  endOf,
  type FailureBrief,
  failureCauses,
  layersOf,
  type RunBrief,
  type StudyInput,
} from "@attune/reports";
import type { Space } from "@attune/search";
import { type Finalist, type RanTrial, type StudyResult, samplerOf } from "@attune/sweep";
import { curveOf, dataFacts, experimentFacts, summaryOf, watchIn } from "./pageFacts.ts";
import { shownPath } from "./readExperiment.ts";

export interface StudyFacts {
  readonly experiment: Experiment;
  readonly command: string;
  readonly result: StudyResult;
  readonly epochs: (key: string) => ReadonlyArray<EpochRow>;
  readonly artifacts: Artifacts;
}

type Epochs = StudyFacts["epochs"];
type Kept = Pick<StudyFacts, "epochs" | "artifacts">;

/** The curve of the step that the objective is of. */
const trialCurve = ({ steps }: RanTrial, step: string, epochs: Epochs) => {
  const ran = steps.find(({ planned }) => planned.id === step);
  return ran ? curveOf(ran, epochs) : [];
};

const trialInput = (trial: RanTrial, step: string, epochs: Epochs): StudyInput["trials"][number] => {
  const { number, assignment, state, objective, epochs: reached } = trial.record;
  const summaries = trial.steps.map(({ planned, state }) => summaryOf(planned, state));
  return {
    number,
    assignment,
    state,
    ...(objective === undefined ? {} : { objective }),
    epochs: reached,
    // steps that trials share are paid once, and counted with the step
    durationMillis: summaries.find(({ id }) => id === step)?.durationMillis ?? 0,
    curve: trialCurve(trial, step, epochs),
    checks: summaries.flatMap(({ checks }) => checks),
    findings: summaries.flatMap(({ findings }) => findings),
    ...(trial.error === undefined ? {} : { error: trial.error }),
  };
};

const finalistInputs = ({ finalists, objective }: StudyResult, epochs: Epochs): StudyInput["finalists"] => {
  const repeatOf = ({ repeat, seed, ran, test }: Finalist) => ({
    repeat,
    seed,
    state: ran.record.state,
    ...(ran.record.objective === undefined ? {} : { objective: ran.record.objective }),
    test,
    curve: trialCurve(ran, objective.step, epochs),
  });
  return [...new Set(finalists.map(({ trial }) => trial))].map((trial, i) => ({
    trial,
    rank: i + 1,
    repeats: finalists.filter((finalist) => finalist.trial === trial).map(repeatOf),
  }));
};

const spaceOf = (space: Space): StudyInput["parameters"][number]["space"] =>
  space.kind === "choice" ? { kind: space.kind, options: space.options.map(({ label }) => label) } : space;

/** The winner's run in brief: its first repeat, where there is one, because that one was tested. */
const briefOf = (run: RanTrial, step: string, { epochs, artifacts }: Kept): RunBrief => {
  const summaries = run.steps.map(({ planned, state }) => summaryOf(planned, state));
  const trained = run.steps.find(({ planned }) => planned.id === step);
  const watch = trained && watchIn(trained.state, artifacts);
  const confusion = summaries.map(({ detail }) => confusionOf(detail)).find((found) => found !== undefined);
  const layers = summaries.map(({ detail }) => layersOf(detail)).find((found) => found !== undefined);
  return {
    curve: trialCurve(run, step, epochs),
    ...(confusion ? { confusion } : {}),
    ...(layers ? { layers } : {}),
    end: endOf(summaries.find(({ id }) => id === step)?.detail ?? {}),
    ...(watch ? { watch } : {}),
  };
};

/** The first trial of the costliest cause of failure, where its training was watched. */
const failureOf = (
  trials: StudyInput["trials"],
  { trials: ran, objective: { step } }: StudyResult,
  { epochs, artifacts }: Kept,
): FailureBrief | undefined => {
  const number = failureCauses(trials)[0]?.trials[0];
  const trial = ran.find(({ record }) => record.number === number);
  const trained = trial?.steps.find(({ planned }) => planned.id === step);
  const watch = trained && watchIn(trained.state, artifacts);
  return trial && watch && { trial: trial.record.number, curve: trialCurve(trial, step, epochs), watch };
};

/** What the page of a sweep is made of: the same whether its steps ran or came from the cache. */
export const studyInput = ({ experiment, command, result, ...kept }: StudyFacts): StudyInput => {
  const { objective, config, winner } = result;
  const { epochs } = kept;
  const trials = result.trials.map((trial) => trialInput(trial, objective.step, epochs));
  const failure = failureOf(trials, result, kept);
  const best = result.trials.find(({ record }) => record.number === winner);
  const repeat = result.finalists.find(
    ({ trial, ran }) => trial === winner && ran.record.state === "succeeded",
  );
  const anyPlan = best?.plan ?? result.trials.find(({ plan }) => plan !== undefined)?.plan;
  return {
    ...experimentFacts(experiment, shownPath(experiment.file)),
    ...dataFacts(anyPlan),
    engine: experiment.engine.name,
    command,
    objective: { direction: objective.direction, path: `${objective.step}.${objective.metric}` },
    sampler: samplerOf(config).name,
    parallel: config.parallel,
    parameters: result.parameters.map(({ name, space }) => ({ name, space: spaceOf(space) })),
    trials,
    finalists: finalistInputs(result, epochs),
    ...(best ? { winner: best.record.number, best: briefOf(repeat?.ran ?? best, objective.step, kept) } : {}),
    ...(failure ? { failure } : {}),
    bestYaml: best?.plan ? resolvedYaml(experiment, best.plan.configuration) : "",
    yaml: experiment.source.text,
    journalDigest: result.journalDigest,
  };
};

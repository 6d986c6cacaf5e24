import {
  type Artifacts,
  type EpochRow,
  type Experiment,
  type Plan,
  resolvedYaml,
  type StepState,
} from "@attune/core";
import type { RunInput } from "@attune/reports";
import { curveOf, dataFacts, experimentFacts, summaryOf, watchIn } from "./pageFacts.ts";
import { shownPath } from "./readExperiment.ts";

export interface RunFacts {
  readonly experiment: Experiment;
  readonly command: string;
  readonly planned: Plan;
  readonly states: ReadonlyMap<string, StepState>;
  readonly epochs: (key: string) => ReadonlyArray<EpochRow>;
  readonly artifacts: Artifacts;
}

/** What the page of a run is made of. */
export const runInput = ({ experiment, command, planned, states, epochs, artifacts }: RunFacts): RunInput => {
  const steps = planned.steps.flatMap((step) => {
    const state = states.get(step.id);
    return state ? [{ planned: step, state }] : [];
  });
  return {
    ...experimentFacts(experiment, shownPath(experiment.file)),
    ...dataFacts(planned),
    engine: experiment.engine.name,
    command,
    steps: steps.map(({ planned: step, state }) => {
      const watch = watchIn(state, artifacts);
      return { ...summaryOf(step, state), ...(watch ? { watch } : {}) };
    }),
    curves: steps
      .filter(({ planned: step }) => step.until > 0)
      .map((step) => ({ step: step.planned.id, rows: curveOf(step, epochs) })),
    yaml: resolvedYaml(experiment, planned.configuration),
  };
};

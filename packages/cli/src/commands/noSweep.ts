import { type Experiment, InvalidExperiment } from "@attune/core";

/** `attune sweep` on a file that has no `sweep` section. */
export const noSweep = (experiment: Experiment): InvalidExperiment =>
  new InvalidExperiment({
    problems: [
      experiment.source.problem([], "the file has no sweep section", {
        remedy:
          "add one, as in sweep: { objective: { maximize: train.validation.accuracy }, trials: 20 }, or use attune run",
      }),
    ],
  });

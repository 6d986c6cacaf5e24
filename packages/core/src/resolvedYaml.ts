import { stringify } from "yaml";
import type { Configuration } from "./Configuration.ts";
import type { Experiment } from "./Experiment.ts";

/** The experiment with one value in place of every space and every default filled in: a file that runs on its own. */
export const resolvedYaml = (experiment: Experiment, { data, model, settings }: Configuration): string =>
  stringify({
    name: experiment.name,
    seed: experiment.seed,
    data,
    model,
    steps: Object.fromEntries(
      experiment.steps.map(({ id, uses, needs }) => [
        id,
        { uses, ...(needs.length > 0 ? { needs } : {}), with: settings[id] ?? {} },
      ]),
    ),
  });

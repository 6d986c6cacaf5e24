import type { Configuration } from "./Configuration.ts";
import type { Experiment } from "./Experiment.ts";
import type { Json } from "./StepKind.ts";

/** The experiment with one value in place of every space and every default filled in. */
export const resolvedSettings = (
  experiment: Experiment,
  { data, model, settings }: Configuration,
): { readonly [key: string]: Json } => ({
  name: experiment.name,
  seed: experiment.seed,
  ...(experiment.engineChoice === undefined ? {} : { engine: experiment.engineChoice }),
  data,
  model,
  steps: Object.fromEntries(
    experiment.steps.map(({ id, uses, needs, seed }) => [
      id,
      {
        uses,
        ...(needs.length > 0 ? { needs } : {}),
        ...(seed === undefined ? {} : { seed }),
        with: settings[id] ?? {},
      },
    ]),
  ),
});

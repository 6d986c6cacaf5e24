import { stringify } from "yaml";
import type { Configuration } from "./Configuration.ts";
import type { Experiment } from "./Experiment.ts";
import { resolvedSettings } from "./resolvedSettings.ts";

/** The resolved experiment as a file that runs on its own. */
export const resolvedYaml = (experiment: Experiment, configuration: Configuration): string =>
  stringify(resolvedSettings(experiment, configuration));

import type { Choice, ParamShape } from "@attune/nn";
import type { initializers } from "./catalog.ts";
import type { InitConfig } from "./InitConfig.ts";
import { bySpecificity, matchesLayer } from "./layerPattern.ts";

/** The setting that is meant for tensors of a role. */
export const settingOf = { weight: "weights", bias: "biases" } as const;

/**
 * Which initializer fills a tensor: that of the most specific pattern under `layers` that matches it and names one for
 * its role, else that for all weights or biases. Scales and statistics have none.
 */
export const initializerOf = (
  param: string,
  { role }: ParamShape,
  config: InitConfig,
): Choice<typeof initializers> | undefined => {
  if (role === "scale" || role === "statistic") return undefined;
  const setting = settingOf[role];
  const [pattern] = Object.entries(config.layers ?? {})
    .filter(([name, override]) => override[setting] !== undefined && matchesLayer(name, param))
    .map(([name]) => name)
    .sort(bySpecificity);
  return (pattern === undefined ? undefined : config.layers?.[pattern]?.[setting]) ?? config[setting];
};

import * as Schema from "effect/Schema";
import { isActive } from "../active.ts";
import type { Sampler } from "../Sampler.ts";
import type { Value } from "../Space.ts";
import { fromUnit } from "../unitInterval.ts";

const config = Schema.Record(Schema.String, Schema.Never).annotate({
  description: "Independent draws from every space.",
});

/**
 * Random search: each hyperparameter is drawn on its own from its space's distribution, whatever came before.
 * The number for a hyperparameter depends on its name alone, so that adding or reordering others changes nothing
 * about it.
 *
 * Of n trials the best is among the top 5 % of the space with probability 1 − .95ⁿ: .95 for n = 59
 * (Bergstra & Bengio 2012, "Random Search for Hyper-Parameter Optimization", JMLR 13).
 */
export const random: Sampler<typeof config.Type> = {
  config,
  ask(_config, { parameters, random: randomness }) {
    const assignment: Record<string, Value> = {};
    for (const parameter of parameters) {
      if (!isActive(parameter, assignment)) continue;
      assignment[parameter.name] = fromUnit(parameter.space, randomness.uniform(parameter.name));
    }
    return assignment;
  },
};

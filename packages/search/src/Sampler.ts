/** The interface of a sampler: what to try next. */
import type * as Schema from "effect/Schema";
import type { Assignment } from "./Assignment.ts";
import type { Parameter } from "./parameters.ts";
import type { Random } from "./Random.ts";
import type { Trial } from "./Trial.ts";

export interface Sampler<Config> {
  /** Schema of its settings. */
  readonly config: Schema.Codec<Config, unknown>;
  /**
   * The next assignment: a value in its space for each hyperparameter that counts, for nothing else.
   *
   * `parameters` may come from several templates, joined; a choice stands before what depends on it. `history` has
   * the trials whose results are known, by number; an infeasible one is a known bad point. Pure: equal arguments
   * give equal assignments. A method, so that a sampler fits where settings of any kind are expected.
   */
  ask(
    config: Config,
    parameters: ReadonlyArray<Parameter>,
    history: ReadonlyArray<Trial>,
    random: Random,
  ): Assignment;
}

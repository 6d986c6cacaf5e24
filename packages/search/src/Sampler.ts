/** The interface of a sampler: what to try next. */
import type * as Schema from "effect/Schema";
import type { Assignment } from "./Assignment.ts";
import type { Parameter } from "./parameters.ts";
import type { Random } from "./Random.ts";
import type { Path } from "./Space.ts";
import type { Trial } from "./Trial.ts";

/** What a sampler may look at. */
export interface AskRequest {
  /** May come from several templates, joined; a choice stands before what depends on it. */
  readonly parameters: ReadonlyArray<Parameter>;
  /** The trials whose results are known, by number; an infeasible one is a known bad point. */
  readonly history: ReadonlyArray<Trial>;
  /** Number of the trial that is asked for, from 0. */
  readonly number: number;
  readonly random: Random;
}

export interface Sampler<Config> {
  /** Schema of its settings. */
  readonly config: Schema.Codec<Config, unknown>;
  /**
   * The next assignment: a value in its space for each hyperparameter that counts, for nothing else. Pure: equal
   * arguments give equal assignments. A method, so that a sampler fits where settings of any kind are expected.
   */
  ask(config: Config, request: AskRequest): Assignment;
  /** Of a sampler that comes to an end: how many trials there are, or why they cannot be counted. */
  size?(config: Config, parameters: ReadonlyArray<Parameter>): number | SamplerProblem;
}

/** Why a sampler cannot search these hyperparameters. */
export interface SamplerProblem {
  readonly problem: string;
  readonly remedy: string;
  /** Where the space that is to blame stands in the file. */
  readonly path?: Path;
}

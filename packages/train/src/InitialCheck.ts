/** A check of the first weights: looks at the statistics of the step `init`, and answers with a verdict. */
import type { Remedy } from "@attune/core";
import * as Schema from "effect/Schema";
import { type CheckConfig, type Verdict, waive } from "./Check.ts";
import type { InitialState } from "./InitialState.ts";

export interface InitialCheck {
  /** `INI001` */
  readonly code: string;
  readonly name: string;
  readonly config: Schema.Codec<CheckConfig, unknown>;
  /** Pure. */
  readonly run: (state: InitialState) => Verdict;
}

/** The settings of a check that has none but `waive`. */
export const waiveOnly = (description: string): Schema.Codec<CheckConfig, unknown> =>
  Schema.Struct({ waive }).annotate({ description });

/** The patch to another initializer of all weights; none where it is the one that was used. */
export const initializerRemedy = (
  text: string,
  value: string,
  { weights }: Pick<InitialState, "weights">,
): ReadonlyArray<Remedy> =>
  value === weights ? [] : [{ text, patch: { path: "steps.init.with.weights", value } }];

/** A search space: the values that may stand where it stands in the YAML. */
import type { Template } from "./Template.ts";

/** A scalar of YAML: all that one hyperparameter can be. Of a `choice` it is the label of an option. */
export type Value = string | number | boolean | null;

/** Keys of mappings and indices of lists, from the root of a file (or of the piece at hand) to a value. */
export type Path = ReadonlyArray<string | number>;

/**
 * Both bounds belong to the space. With `step` the values are `low`, `low + step`, … up to `high`; `int` and
 * `log_int` have the step 1 unless told. The `log_` kinds are uniform in the logarithm, natural for rates and
 * strengths that span orders of magnitude.
 */
export interface NumericSpace {
  readonly kind: "uniform" | "log_uniform" | "int" | "log_int";
  readonly low: number;
  readonly high: number;
  readonly step?: number;
}

/** One of the options, each as likely as the others. */
export interface ChoiceSpace {
  readonly kind: "choice";
  readonly options: ReadonlyArray<Option>;
}

export type Space = NumericSpace | ChoiceSpace;

/** An option is a template itself: spaces inside it count only when it is chosen. */
export interface Option {
  /** Unique among the options of its choice, and independent of their order. */
  readonly label: string;
  readonly value: Template;
}

/** The keys that make a mapping a space, when their value is a list. */
export const spaceKinds = [
  "uniform",
  "log_uniform",
  "int",
  "log_int",
  "choice",
] as const satisfies ReadonlyArray<Space["kind"]>;

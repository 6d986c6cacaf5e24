/**
 * A finding names what is wrong with the number that proves it, and says what to change. It is data: it crosses
 * processes, is kept in the store and is shown by reports.
 */
import * as Schema from "effect/Schema";

/** One change to the experiment file: the value at `path` (dotted, as in `steps.train.with.l2`) becomes `value`. */
export const Patch = Schema.Struct({ path: Schema.String, value: Schema.Json });
export type Patch = typeof Patch.Type;

/** What to change: a sentence, and the change itself where a key for it exists. */
export const Remedy = Schema.Struct({ text: Schema.String, patch: Schema.optionalKey(Patch) });
export type Remedy = typeof Remedy.Type;

export const Finding = Schema.Struct({
  /** Stable for ever: letters and three digits, `SAN001`. */
  code: Schema.String,
  /** What is wrong, in camelCase: `lossAtInit`. */
  name: Schema.String,
  severity: Schema.Literals(["fail", "warn", "info"]),
  /** Step, layer or tensor, iterations or epochs: `layers.2, epoch 3`. */
  where: Schema.String,
  /** The measured number, its limit and the place. */
  evidence: Schema.String,
  /** One sentence of cause. */
  reason: Schema.String,
  /** Cheapest and most likely first. */
  remedies: Schema.Array(Remedy),
  /** The rule's origin, by name. */
  source: Schema.String,
});
export type Finding = typeof Finding.Type;

/** How a check ended: `pass` needs evidence too, and a check that could not run says why. */
export const CheckResult = Schema.Struct({
  code: Schema.String,
  name: Schema.String,
  status: Schema.Literals(["pass", "info", "warn", "fail", "not_applicable", "error"]),
  evidence: Schema.String,
});
export type CheckResult = typeof CheckResult.Type;

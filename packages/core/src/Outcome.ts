/** What a step came to. An outcome is a value that is cached; a failure of the machine is not an outcome. */
import * as Schema from "effect/Schema";
import { CheckResult, Finding } from "./Finding.ts";

/** sha256 of a blob, in hexadecimal. */
export const Hash = Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/));

/** Numbers by name; a dot separates the slice from the figure: `validation.accuracy`. */
export const Metrics = Schema.Record(Schema.String, Schema.Finite);
export type Metrics = typeof Metrics.Type;

/** One epoch of a trajectory, counted from 1. Rows are finite: a diverged epoch has a finding in place of a row. */
export const EpochRow = Schema.Struct({ epoch: Schema.Int, scalars: Metrics });
export type EpochRow = typeof EpochRow.Type;

/**
 * `succeeded`, or `infeasible`: the network failed a gate or diverged, a fact about the configuration.
 * `artifacts` maps what the step produces (`weights`) to the blob that holds it; `detail` is what only a report
 * needs (a confusion matrix, statistics by layer).
 */
export const Outcome = Schema.Struct({
  status: Schema.Literals(["succeeded", "infeasible"]),
  metrics: Metrics,
  checks: Schema.Array(CheckResult),
  findings: Schema.Array(Finding),
  artifacts: Schema.Record(Schema.String, Hash),
  detail: Schema.Record(Schema.String, Schema.Json),
});
export type Outcome = typeof Outcome.Type;

/** An outcome with what is not given left empty. */
export const outcome = (parts: Partial<Outcome>): Outcome => ({
  status: "succeeded",
  metrics: {},
  checks: [],
  findings: [],
  artifacts: {},
  detail: {},
  ...parts,
});

/** The record of a trial: what was tried and what came of it. */
import * as Schema from "effect/Schema";

export const Trial = Schema.Struct({
  number: Schema.Natural.annotate({ description: "Number of the trial in its study, from 0." }),
  assignment: Schema.Record(
    Schema.String,
    Schema.Union([Schema.String, Schema.Finite, Schema.Boolean, Schema.Null]),
  ).annotate({
    description: "Value of each hyperparameter that counts, by name; of a choice the option's label.",
  }),
  state: Schema.Literals(["succeeded", "infeasible", "failed"]).annotate({
    description: "infeasible is a fact about the configuration, failed the machine's fault.",
  }),
  objective: Schema.optionalKey(Schema.Finite).annotate({
    description: "Value of the study's objective; absent unless the trial succeeded.",
  }),
  epochs: Schema.Natural.annotate({ description: "Epochs that the trial reached." }),
  findings: Schema.Array(Schema.String).annotate({ description: "Codes of its findings, such as LR003." }),
});
export type Trial = typeof Trial.Type;

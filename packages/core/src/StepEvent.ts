/** What happens while steps run: for the terminal, `--json` and the store. */
import * as Schema from "effect/Schema";
import { Metrics } from "./Outcome.ts";

const step = {
  /** Where the step stands: `train`, `trial 3/train`. */
  step: Schema.String,
  /** Name of its result. */
  name: Schema.String,
};

/** What a step came to, in brief; absent where there is none. */
const findings = Schema.optionalKey(
  Schema.Array(Schema.Struct({ code: Schema.String, severity: Schema.String, evidence: Schema.String })),
);

export const StepEvent = Schema.TaggedUnion({
  /** `until`: epochs wanted in all; 0 for a step that is no trajectory. */
  Started: { ...step, attempt: Schema.Int, until: Schema.Int },
  Epoch: { ...step, epoch: Schema.Int, scalars: Metrics },
  Cached: { ...step, status: Schema.String },
  Finished: { ...step, status: Schema.String, durationMillis: Schema.Finite, findings },
  Retried: { ...step, attempt: Schema.Int, reason: Schema.String },
  Failed: { ...step, reason: Schema.String },
  Skipped: { ...step, because: Schema.String },
});
export type StepEvent = typeof StepEvent.Type;

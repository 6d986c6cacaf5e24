/** Schema of a training's settings. */
import { type Choice, oneOf } from "@attune/nn";
import { optimizers, schedules } from "@attune/optim";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { EarlyStopping } from "./EarlyStopping.ts";
import { type PenaltyConfig, penaltyFields } from "./PenaltyConfig.ts";

export interface TrainConfig extends PenaltyConfig {
  readonly optimizer: Choice<typeof optimizers>;
  readonly schedule: Choice<typeof schedules>;
  readonly epochs: number;
  readonly batchSize: number;
  readonly earlyStopping?: EarlyStopping;
  readonly select: "last" | "best";
}

export const TrainConfig: Schema.Codec<TrainConfig, unknown> = Schema.Struct({
  optimizer: oneOf(optimizers).annotate({
    description: "Rule that turns gradients into updates, with its learning rate.",
  }),
  schedule: oneOf(schedules)
    .annotate({ description: "How the learning rate changes while training.", default: { constant: {} } })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("constant"))),
  ...penaltyFields,
  epochs: Schema.Int.check(Schema.isGreaterThan(0)).annotate({
    description:
      "Passes over the training examples, at least 1. More continue a training, fewer read its rows.",
  }),
  batchSize: Schema.Int.check(Schema.isGreaterThan(0))
    .annotate({
      description: "Examples an update, at least 1; an epoch's last batch may be smaller.",
      default: 64,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(64))),
  earlyStopping: Schema.optionalKey(
    // a union of one: what is said of a union reaches the JSON Schema
    Schema.Union([EarlyStopping]).annotate({
      description:
        "Ends the training before its last epoch where validation no longer improves; never if not given.",
    }),
  ),
  select: Schema.Literals(["last", "best"])
    .annotate({
      description:
        "Which epoch's weights and figures the step gives: the last, or the one best in validation accuracy (in loss, where the target is values).",
      default: "last",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("last" as const))),
})
  .pipe(Schema.encodeKeys({ batchSize: "batch_size", earlyStopping: "early_stopping" }))
  .annotate({ description: "Trains the weights, epoch by epoch." });

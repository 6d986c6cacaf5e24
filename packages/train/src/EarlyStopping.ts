/** Ends a training that no longer improves: a fold over its epochs, whose state goes through a checkpoint. */
import type { Metrics } from "@attune/core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { digits } from "./digits.ts";
import { gain, judgedBy } from "./judgedBy.ts";

export const EarlyStopping = Schema.Struct({
  patience: Schema.Int.check(Schema.isGreaterThan(0))
    .annotate({ description: "Epochs without an improvement that end the training, at least 1.", default: 5 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(5))),
  minDelta: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))
    .annotate({
      description:
        "What counts as an improvement: validation accuracy, or the loss of values, better by more than this; 0 or more.",
      default: 0,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
}).pipe(Schema.encodeKeys({ minDelta: "min_delta" }));
export type EarlyStopping = typeof EarlyStopping.Type;

/** The last epoch that improved, with its figure. */
export interface Improvement {
  readonly epoch: number;
  readonly value: number;
}

export interface Stopped {
  readonly epoch: number;
  readonly reason: string;
}

/** The last improvement after one more epoch. */
export const improvement = (
  { minDelta }: EarlyStopping,
  last: Improvement | undefined,
  epoch: number,
  scalars: Metrics,
): Improvement => {
  const judged = judgedBy(scalars);
  return last === undefined || gain(judged, last.value) > minDelta ? { epoch, value: judged.value } : last;
};

/** Undefined where the training goes on after `epoch`. */
export const stopped = (
  { patience, minDelta }: EarlyStopping,
  last: Improvement | undefined,
  epoch: number,
  scalars: Metrics,
): Stopped | undefined => {
  if (last === undefined || epoch - last.epoch < patience) return undefined;
  const { name } = judgedBy(scalars);
  const by = minDelta > 0 ? ` by more than ${digits(minDelta)}` : "";
  const reason = `${name} has not improved${by} for ${patience} ${patience === 1 ? "epoch" : "epochs"}: best ${digits(last.value)} after epoch ${last.epoch}`;
  return { epoch, reason };
};

/** The figure that epochs are compared by: validation accuracy, or validation loss where the target is values. */
import type { Metrics } from "@attune/core";
import type { NamedValues } from "@attune/nn";
import type { Best } from "./TrainingCheckpoint.ts";

export interface Judged {
  readonly name: string;
  readonly value: number;
  /** Accuracy is to be high, loss low. */
  readonly high: boolean;
}

export const judgedBy = (scalars: Metrics): Judged => {
  const accuracy = scalars["validation.accuracy"];
  return accuracy === undefined
    ? { name: "validation.loss", value: scalars["validation.loss"]!, high: false }
    : { name: "validation.accuracy", value: accuracy, high: true };
};

/** By how much `judged` is better than a value; negative where it is worse. */
export const gain = ({ value, high }: Judged, before: number): number =>
  high ? value - before : before - value;

/** The best epoch after one more. Of equals the first is kept. */
export const bestOf = (
  best: Best | undefined,
  epoch: number,
  scalars: Metrics,
  params: () => NamedValues,
): Best => {
  const judged = judgedBy(scalars);
  return best === undefined || gain(judged, best.value) > 0
    ? { epoch, value: judged.value, params: params() }
    : best;
};

/** The parts of a step's `detail` that pages draw. */
import type { Json } from "@attune/core";
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";

/** `counts[actual class][predicted class]`. */
export interface Confusion {
  readonly labels: ReadonlyArray<string>;
  readonly counts: ReadonlyArray<ReadonlyArray<number>>;
}

const Figure = Schema.NullOr(Schema.Finite);

const Layers = Schema.Array(
  Schema.Struct({
    name: Schema.String,
    weightStd: Figure,
    activationMean: Figure,
    activationStd: Figure,
    preactivationStd: Figure,
    /** Of the gradient of the first loss by the layer's weights. */
    gradientStd: Figure,
    /** Share of activations that are exactly 0. */
    zeroShare: Figure,
    /** Share of ReLU units that are 0 for every example. */
    deadShare: Figure,
    /** Share of tanh and sigmoid activations at their bounds. */
    saturatedShare: Figure,
  }),
);

/** The signal in one layer of the untrained network; null where the layer has no such figure. */
export type LayerStatistics = (typeof Layers.Type)[number];

const ConfusionDetail = Schema.Struct({
  classes: Schema.Array(Schema.String),
  counts: Schema.Array(Schema.Array(Schema.Finite)),
});

const End = Schema.Struct({
  stopped: Schema.optionalKey(Schema.Struct({ epoch: Schema.Int, reason: Schema.String })),
  selected: Schema.optionalKey(Schema.Struct({ epoch: Schema.Int })),
});

/** How a training ended: stopped early, or with the weights of its best epoch. */
export type TrainingEnd = typeof End.Type;

const decodeEnd = Schema.decodeUnknownOption(End);
const decodeConfusion = Schema.decodeUnknownOption(ConfusionDetail);
const decodeLayers = Schema.decodeUnknownOption(Layers);

/** The confusion matrix of an evaluate step; undefined where there is none, as in regression. */
export const confusionOf = (detail: Readonly<Record<string, Json>>): Confusion | undefined => {
  const found = Option.getOrUndefined(decodeConfusion(detail.confusion));
  return found && { labels: found.classes, counts: found.counts };
};

/** The layers of an init step, in depth order. */
export const layersOf = (
  detail: Readonly<Record<string, Json>>,
): ReadonlyArray<LayerStatistics> | undefined => Option.getOrUndefined(decodeLayers(detail.layers));

/** Of a train step; empty of any other. */
export const endOf = (detail: Readonly<Record<string, Json>>): TrainingEnd =>
  Option.getOrElse(decodeEnd(detail), () => ({}));

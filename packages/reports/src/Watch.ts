/** What was watched while a network learned, by layer: the parts that pages draw, as columns over the looks at it. */
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";
import { thinWatch } from "./thinWatch.ts";

const Figure = Schema.NullOr(Schema.Finite);

const Histogram = Schema.Struct({
  least: Schema.Finite,
  largest: Schema.Finite,
  counts: Schema.Array(Schema.Finite),
});

/** Counts in equal bins from `least` to `largest`. */
export type Histogram = typeof Histogram.Type;

const LossWindow = Schema.Struct({
  start: Schema.Finite,
  count: Schema.Finite,
  mean: Schema.Finite,
  std: Schema.Finite,
  largest: Schema.Finite,
});

/** Batch losses of `count` iterations after the first `start`. */
export type LossWindow = typeof LossWindow.Type;

const Pictures = Schema.Struct({
  height: Schema.Int,
  width: Schema.Int,
  channels: Schema.Int,
  count: Schema.Int,
  values: Schema.String,
});

/** Filters as int8 [count, height, width, channels] in base64, each over its largest |w|, times 127. */
export type FilterPictures = typeof Pictures.Type;

const Kept = Schema.Struct({
  watched: Schema.Struct({ batchSize: Schema.Int, iterationsPerEpoch: Schema.Int }),
  lossAtInit: Schema.Finite,
  windows: Schema.Array(LossWindow),
  snapshots: Schema.Array(
    Schema.Struct({
      epoch: Schema.Int,
      iteration: Schema.Int,
      tensors: Schema.Record(
        Schema.String,
        Schema.Struct({
          role: Schema.String,
          norm: Figure,
          updateRatio: Figure,
          gradientNorm: Figure,
          gradients: Schema.NullOr(Histogram),
        }),
      ),
      layers: Schema.Record(
        Schema.String,
        Schema.Struct({
          activation: Schema.String,
          std: Figure,
          deadShare: Figure,
          saturatedShare: Figure,
          histogram: Schema.NullOr(Histogram),
        }),
      ),
      filters: Schema.optionalKey(
        Schema.Struct({ tensor: Schema.String, autocorrelation: Figure, judged: Schema.Boolean }),
      ),
    }),
  ),
  filters: Schema.optionalKey(Schema.Struct({ first: Pictures, last: Pictures })),
});

type Column = ReadonlyArray<number | null>;

/** A weight at each look; null where it was not measured, or is not finite. */
export interface WatchedTensor {
  readonly name: string;
  readonly norm: Column;
  /** ‖Δw‖₂ / ‖w‖₂. */
  readonly updateRatio: Column;
  readonly gradientNorm: Column;
  readonly gradients: ReadonlyArray<Histogram | null>;
}

/** The outputs of a layer at each look. */
export interface WatchedLayer {
  readonly name: string;
  readonly activation: string;
  readonly std: Column;
  readonly deadShare: Column;
  readonly saturatedShare: Column;
  readonly histograms: ReadonlyArray<Histogram | null>;
}

export interface WatchedFilters {
  readonly tensor: string;
  /** Mean lag-1 autocorrelation: about 0 of noise. */
  readonly autocorrelation: Column;
  /** Whether they are large enough to judge. */
  readonly judged: boolean;
  readonly first: FilterPictures;
  readonly last: FilterPictures;
}

export interface Watch {
  readonly batchSize: number;
  readonly iterationsPerEpoch: number;
  readonly lossAtInit: number;
  readonly windows: ReadonlyArray<LossWindow>;
  /** Updates before each look, and the same in epochs: 0 is before the first update. */
  readonly iterations: ReadonlyArray<number>;
  readonly epochs: ReadonlyArray<number>;
  /** ‖g‖₂ over all tensors. */
  readonly gradientNorm: Column;
  /** In depth order; weights only, and of many some, as of `layers`. */
  readonly tensors: ReadonlyArray<WatchedTensor>;
  readonly tensorCount: number;
  readonly layers: ReadonlyArray<WatchedLayer>;
  readonly layerCount: number;
  readonly filters?: WatchedFilters;
}

type KeptWatch = typeof Kept.Type;
type Snapshots = KeptWatch["snapshots"];

const tensorsOf = (snapshots: Snapshots): ReadonlyArray<WatchedTensor> =>
  Object.entries(snapshots[0]?.tensors ?? {})
    .filter(([, { role }]) => role === "weight")
    .map(([name]) => {
      const column = <A>(read: (figures: Snapshots[number]["tensors"][string]) => A) =>
        snapshots.map(({ tensors }) => (tensors[name] === undefined ? null : read(tensors[name])));
      return {
        name,
        norm: column(({ norm }) => norm),
        updateRatio: column(({ updateRatio }) => updateRatio),
        gradientNorm: column(({ gradientNorm }) => gradientNorm),
        gradients: column(({ gradients }) => gradients),
      };
    });

const layersOf = (snapshots: Snapshots): ReadonlyArray<WatchedLayer> =>
  Object.entries(snapshots[0]?.layers ?? {}).map(([name, { activation }]) => {
    const column = <A>(read: (figures: Snapshots[number]["layers"][string]) => A) =>
      snapshots.map(({ layers }) => (layers[name] === undefined ? null : read(layers[name])));
    return {
      name,
      activation,
      std: column(({ std }) => std),
      deadShare: column(({ deadShare }) => deadShare),
      saturatedShare: column(({ saturatedShare }) => saturatedShare),
      histograms: column(({ histogram }) => histogram),
    };
  });

const wholeNorm = ({ tensors }: Snapshots[number]): number | null => {
  const norms = Object.values(tensors).map(({ gradientNorm }) => gradientNorm);
  return norms.some((norm) => norm === null) ? null : Number(Math.hypot(...norms.map(Number)).toPrecision(6));
};

const columns = ({ watched, lossAtInit, windows, snapshots, filters: pictures }: KeptWatch): Watch => {
  const { batchSize, iterationsPerEpoch } = watched;
  const tensors = tensorsOf(snapshots);
  const layers = layersOf(snapshots);
  const seen = snapshots.at(-1)?.filters;
  return {
    batchSize,
    iterationsPerEpoch,
    lossAtInit,
    windows,
    iterations: snapshots.map(({ iteration }) => iteration),
    epochs: snapshots.map(({ iteration }) => Number((iteration / iterationsPerEpoch).toPrecision(6))),
    gradientNorm: snapshots.map(wholeNorm),
    tensors,
    tensorCount: tensors.length,
    layers,
    layerCount: layers.length,
    ...(seen && pictures
      ? {
          filters: {
            tensor: seen.tensor,
            judged: seen.judged,
            autocorrelation: snapshots.map(({ filters }) => filters?.autocorrelation ?? null),
            ...pictures,
          },
        }
      : {}),
  };
};

const decode = Schema.decodeUnknownOption(Kept);

/** What a training kept of its watch (its artifact `watch`, parsed), thinned; undefined where it has another form. */
export const watchOf = (kept: unknown): Watch | undefined => {
  const watch = Option.getOrUndefined(decode(kept));
  return watch && watch.snapshots.length > 0 ? thinWatch(columns(watch)) : undefined;
};

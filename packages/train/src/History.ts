/**
 * What was watched while a network learned: all that a diagnosis may look at. Plain data, so that it goes through a
 * checkpoint and a blob; a number that is not finite, or has no meaning there, is null.
 */
import type { EpochRow } from "@attune/core";

/** Counts in equal bins from `least` to `largest`. */
export interface Histogram {
  readonly least: number;
  readonly largest: number;
  readonly counts: ReadonlyArray<number>;
}

/** One weight, bias or scale after an epoch. */
export interface TensorFigures {
  readonly role: "weight" | "bias" | "scale";
  /** ‖w‖₂. */
  readonly norm: number | null;
  /** ‖Δw‖₂ / ‖w‖₂, Δw the whole update: median over the epoch's measured iterations (the last five measured,
   * where it has fewer). Null before the first epoch. */
  readonly updateRatio: number | null;
  /** ‖g‖₂ and mean |g| of the loss with its penalty, medians likewise; before the first epoch of the probe batch. */
  readonly gradientNorm: number | null;
  readonly gradientMean: number | null;
  /** Of the last gradient measured. */
  readonly gradients: Histogram | null;
  readonly largest: number | null;
  /** Shares of elements with |w| < 1e-5, and below 0. */
  readonly nearZeroShare: number;
  readonly negativeShare: number;
}

/** The outputs of one layer, after its activation, on the probe batch in evaluation mode. */
export interface LayerFigures {
  /** Name in YAML of the activation: `relu`, `linear`. */
  readonly activation: string;
  readonly mean: number | null;
  readonly std: number | null;
  /** Share of units that are ≤ 0 for every example: only of activations that are 0 there (relu). */
  readonly deadShare: number | null;
  /** Share of units with ρ > .85 (DeepChecker): only of activations with two bounds (tanh, sigmoid). */
  readonly saturatedShare: number | null;
  /** Share of elements that are exactly 0. */
  readonly zeroShare: number;
  readonly histogram: Histogram | null;
}

/** The network by layer after `epoch` whole epochs; epoch 0 is before the first update. In depth order. */
export interface Snapshot {
  readonly epoch: number;
  /** Updates so far. */
  readonly iteration: number;
  readonly tensors: Readonly<Record<string, TensorFigures>>;
  readonly layers: Readonly<Record<string, LayerFigures>>;
  /**
   * Of a network whose input is pictures: mean lag-1 autocorrelation of the first layer's filters along rows and
   * columns, and whether they are large enough to judge (at least 7 × 7).
   */
  readonly filters?: {
    readonly tensor: string;
    readonly autocorrelation: number | null;
    readonly judged: boolean;
  };
}

/** Pictures of the first filters of a first layer. */
export interface FilterPictures {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly count: number;
  /** int8 [count, height, width, channels] in base64: each filter over its largest |w|, times 127. */
  readonly values: string;
}

/** Up to 50 consecutive iterations; only whole ones count as windows, the last may be shorter. */
export interface LossWindow {
  /** Iterations before its first one. */
  readonly start: number;
  readonly count: number;
  /** Of the batch losses, without the penalty. */
  readonly mean: number;
  readonly std: number;
  readonly largest: number;
}

/** What a diagnosis must know of the experiment to judge, and to write a patch. */
export interface Watched {
  readonly optimizer: string;
  /** The optimizer's own rate, before the schedule. */
  readonly baseRate: number;
  readonly schedule: string;
  readonly l1: number;
  readonly l2: number;
  readonly batchSize: number;
  /** Asked for; `rows` may be fewer where the training was stopped early. */
  readonly epochs: number;
  readonly iterationsPerEpoch: number;
  readonly earlyStopping: boolean;
  readonly selectBest: boolean;
  /** Name in YAML. */
  readonly loss: string;
  /** Whether it counts examples of some classes more than others; absent counts as not. */
  readonly weightedLoss?: boolean;
  /** 0 where the target is values. */
  readonly classes: number;
  /** Of the validation slice: share of its largest class; of values 0. */
  readonly majorityShare: number;
  /** Loss of guessing: the entropy of the training labels, or the variance of the values. */
  readonly chance: number;
  readonly trainSize: number;
  /** Of the training examples that there are; absent counts as all. */
  readonly fraction?: number;
  readonly validationSize: number;
  readonly inputShape: ReadonlyArray<number>;
  /** Inputs with mean near 0 and standard deviation near 1. */
  readonly standardInputs: boolean;
  /** Of `model.layers`, in order; empty for a model of the user's. */
  readonly layers: ReadonlyArray<{
    /** `layers.0` */
    readonly name: string;
    /** Name in YAML: `dense`. */
    readonly kind: string;
    readonly config: unknown;
  }>;
}

export interface History {
  readonly watched: Watched;
  /** Loss at init, on up to 2,000 training examples, without noise. */
  readonly lossAtInit: number;
  readonly rows: ReadonlyArray<EpochRow>;
  readonly windows: ReadonlyArray<LossWindow>;
  /** At least those of epoch 0, of the first and the last epoch; where epochs are cheap, some are left out. */
  readonly snapshots: ReadonlyArray<Snapshot>;
  /** Before the first update, and after the last: where the first layer looks at pictures. */
  readonly filters?: { readonly first: FilterPictures; readonly last: FilterPictures };
}

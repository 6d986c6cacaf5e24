/** A network before its first update, as the checks of the step `init` see it: plain data, which a page shows too. */
import type { LsuvRow } from "@attune/init";

/** Over all elements, examples and units, of up to 512 training examples. Null: no such figure, or not finite. */
export type LayerStatistics = {
  /** `layers.0` */
  readonly name: string;
  /** Name in YAML of the activation: `relu`, `linear`. */
  readonly activation: string;
  /** Of all weights of the layer. */
  readonly weightStd: number | null;
  readonly activationMean: number | null;
  readonly activationStd: number | null;
  readonly preactivationStd: number | null;
  /** Of the gradient of the mean loss by all weights of the layer, and its length. */
  readonly gradientStd: number | null;
  readonly gradientNorm: number | null;
  /** Share of activations that are exactly 0. */
  readonly zeroShare: number | null;
  /** Share of units that are ≤ 0 for every example; only of ReLU. */
  readonly deadShare: number | null;
  /** Share of activations beyond 97 % of their bounds; only of tanh and sigmoid. */
  readonly saturatedShare: number | null;
};

/** One weight tensor; a unit is a place of its last dimension. */
export interface TensorStatistics {
  /** `layers.0.weight` */
  readonly name: string;
  readonly size: number;
  readonly variance: number;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly activation: string;
  readonly units: number;
  /** Units with another of the same weights and the same gradient: they stay the same for ever. */
  readonly alike: number;
  /** ‖g‖ of the mean loss; null where not finite. */
  readonly gradientNorm: number | null;
  /** Whether it is of the output layer. */
  readonly output: boolean;
}

export interface InitialState {
  /** Layers that tell of an activation, from input to output. */
  readonly layers: ReadonlyArray<LayerStatistics>;
  /** Weights, from input to output. */
  readonly tensors: ReadonlyArray<TensorStatistics>;
  readonly lsuv: ReadonlyArray<LsuvRow>;
  /** Mean loss of the probe batch; null where not finite. */
  readonly loss: number | null;
  /** 0 where the target is values. */
  readonly classes: number;
  /** Inputs with mean near 0 and standard deviation near 1. */
  readonly standardInputs: boolean;
  /** No input of the probe batch is NaN or infinite; absent counts as true. */
  readonly finiteInputs?: boolean;
  /** Name in YAML of the initializer of weights. */
  readonly weights: string;
  /** Examples that it measures on, where that is `lsuv`. */
  readonly lsuvBatch?: number;
}

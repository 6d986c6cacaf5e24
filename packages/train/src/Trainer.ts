/** Epochs of a training: state in, state out. */
import type { Engine, Model, Params, Slice } from "@attune/nn";
import { batchOrder, gather, noiseKey, stream } from "@attune/nn";
import type { State, Transform } from "@attune/optim";
import { dispose, scalar, type Tensor, tensor, tensor1d } from "@tensorflow/tfjs-core";
import { firstNonFinite } from "./firstNonFinite.ts";
import { divergence, type LossWatch, watchLoss } from "./LossWatch.ts";
import type { Objective } from "./Objective.ts";
import { type StepInputs, trainingStep } from "./trainingStep.ts";

/** Where an iteration stands, counted from 0; `epoch` with its fraction. */
export interface Progress {
  readonly epoch: number;
  readonly iteration: number;
  readonly iterationsPerEpoch: number;
}

/** What is fixed for a training. */
export interface TrainerSettings {
  readonly engine: Engine;
  readonly model: Model;
  readonly objective: Objective;
  readonly transform: Transform;
  readonly slice: Slice;
  readonly batchSize: number;
  /** Of order and noise. */
  readonly seed: number;
  readonly learningRate: (progress: Progress) => number;
}

export interface TrainerState {
  readonly params: Params;
  readonly state: State;
  readonly watch: LossWatch;
}

export interface EpochFigures {
  /** Mean over the epoch's batches, weighted by their sizes; each before its update, without the penalty. */
  readonly loss: number;
  /** Of the last iteration, as are the next two: ‖Δw‖/‖w‖ over weights, and the norm of the whole gradient. */
  readonly learningRate: number;
  readonly updateRatio: number;
  readonly gradientNorm: number;
  /** After the last iteration. */
  readonly penalty: number;
}

/** Why an epoch did not end. Iterations and epochs are counted from 1. */
export interface Breakdown {
  readonly kind: "nonFinite" | "diverged";
  readonly epoch: number;
  readonly iteration: number;
  readonly learningRate: number;
  /** Of up to five iterations before and of this one; only this epoch's. */
  readonly losses: ReadonlyArray<number>;
  /** nonFinite: the first tensor in forward order that is not finite. diverged: what was crossed. */
  readonly evidence: string;
}

export type EpochResult =
  | { readonly state: TrainerState; readonly figures: EpochFigures }
  | { readonly breakdown: Breakdown };

/** Trains the epoch that follows `epoch` whole ones. It owns, and disposes, the tensors that come in. */
export type Trainer = (from: TrainerState, epoch: number) => EpochResult;

const RECENT = 6;

const numberOf = (value: Tensor | undefined): number => value?.dataSync()[0] ?? Number.NaN;

export const makeTrainer = (settings: TrainerSettings): Trainer => {
  const { engine, model, objective, transform, slice, batchSize, seed } = settings;
  const { paramShapes, inputShape } = model;
  const compile = (measure: boolean) =>
    engine.compile(trainingStep(objective, transform, paramShapes, { measure }));
  const plain = compile(false);
  const measuring = compile(true);
  const noise = stream(seed, "train/dropout");

  const upload = (indices: Int32Array, epoch: number, iteration: number) => {
    const { inputs, targets } = gather(slice, indices);
    return {
      inputs: tensor(inputs, [indices.length, ...inputShape]),
      targets: slice.labels
        ? tensor(targets, [indices.length], "int32")
        : tensor(targets, [indices.length, slice.targetWidth], "float32"),
      key: tensor1d(noiseKey(noise, epoch, iteration), "int32"),
    };
  };

  const breakdownOf = (loss: number, watch: LossWatch, { params, inputs }: StepInputs) => {
    if (!Number.isFinite(loss)) {
      const evidence = firstNonFinite(model, params, inputs) ?? "loss";
      return { kind: "nonFinite" as const, evidence };
    }
    const evidence = divergence(watch, loss, slice.labels === undefined);
    return evidence === undefined ? undefined : { kind: "diverged" as const, evidence };
  };

  return ({ params, state, watch }, epoch) => {
    const batches = batchOrder(seed, epoch, slice.size, batchSize);
    const losses: Array<number> = [];
    let now: TrainerState = { params, state, watch };
    let sum = 0;
    for (const [i, indices] of batches.entries()) {
      const iteration = epoch * batches.length + i;
      const last = i === batches.length - 1;
      const rate = settings.learningRate({
        epoch: iteration / batches.length,
        iteration,
        iterationsPerEpoch: batches.length,
      });
      const inputs: StepInputs = {
        params: now.params,
        state: now.state,
        ...upload(indices, epoch, i),
        learningRate: scalar(rate),
        iteration: scalar(iteration),
      };
      const next = (last ? measuring : plain)(inputs);
      const loss = numberOf(next.metrics.loss);
      losses.push(loss);
      const watched = Number.isFinite(loss) ? watchLoss(now.watch, loss) : now.watch;
      const broken = breakdownOf(loss, watched, inputs);
      dispose(inputs);
      if (broken !== undefined) {
        dispose(next);
        const at = { epoch: epoch + 1, iteration: iteration + 1, learningRate: rate };
        return { breakdown: { ...at, ...broken, losses: losses.slice(-RECENT) } };
      }
      sum += loss * indices.length;
      now = { params: next.params, state: next.state, watch: watched };
      if (last) {
        const { updateNorm, weightNorm, gradientNorm, penalty } = next.metrics;
        const figures = {
          loss: sum / slice.size,
          learningRate: rate,
          updateRatio: numberOf(weightNorm) === 0 ? 0 : numberOf(updateNorm) / numberOf(weightNorm),
          gradientNorm: numberOf(gradientNorm),
          penalty: numberOf(penalty),
        };
        dispose(next.metrics);
        return { state: now, figures };
      }
      dispose(next.metrics);
    }
    throw new Error("a slice without examples cannot be trained on");
  };
};

/** Epochs of a training: state in, state out. */
import type { Engine, Model, NamedValues, Params, Slice } from "@attune/nn";
import { downloadTensors, gatherTargets, inputsGatherer, type Loop, noiseKey, stream } from "@attune/nn";
import type { State } from "@attune/optim";
import { dispose } from "@tensorflow/tfjs-core";
import type { BatchOrders } from "./BatchOrders.ts";
import { breathe } from "./breathe.ts";
import { firstNonFinite } from "./firstNonFinite.ts";
import type { Feed, Iterations, Moving } from "./Iterations.ts";
import { divergence, type LossWatch, watchLoss } from "./LossWatch.ts";
import type { MeasuredStep } from "./watching/UpdateFigures.ts";

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
  readonly iterations: Iterations;
  /** λ of the penalties, by the names that `iterations` knows them by. */
  readonly strengths: Readonly<Record<string, number>>;
  readonly slice: Slice;
  /** Of the slice. */
  readonly orders: BatchOrders;
  /** Of noise. */
  readonly seed: number;
  readonly learningRate: (progress: Progress) => number;
  /**
   * Iterations of a long epoch from one that is measured by tensor to the next, default 50; each epoch's last one is
   * measured too.
   */
  readonly measuredEvery?: number;
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
  readonly kind: "nonFinite" | "nonFiniteRow" | "diverged";
  readonly epoch: number;
  readonly iteration: number;
  readonly learningRate: number;
  /** Of up to five iterations before and of this one; only this epoch's. nonFiniteRow: the mean of the epoch. */
  readonly losses: ReadonlyArray<number>;
  /** nonFinite: the first tensor in forward order that is not finite. nonFiniteRow: the figure, with its value. diverged: what was crossed. */
  readonly evidence: string;
}

/** What an epoch leaves to those who watch it. */
export interface EpochTrace {
  /** Of its batches, in order. */
  readonly losses: ReadonlyArray<number>;
  /** Figures of the iterations that were measured by tensor. */
  readonly measured: ReadonlyArray<MeasuredStep>;
}

export type EpochResult =
  | { readonly state: TrainerState; readonly figures: EpochFigures; readonly trace: EpochTrace }
  | {
      readonly breakdown: Breakdown;
      readonly trace: EpochTrace;
      /** That the last loss was computed with. */
      readonly weights: NamedValues;
    };

/** Trains the epoch that follows `epoch` whole ones. It owns, and disposes, the tensors that come in. */
export type Trainer = (from: TrainerState, epoch: number) => Promise<EpochResult>;

const RECENT = 6;

const MEASURED_EVERY = 50;

/** Fewer iterations an epoch are measured at its end alone: a step is traced anew for whole and for last batches. */
const MEASURED_INSIDE = 100;

export const makeTrainer = (settings: TrainerSettings): Trainer => {
  const { engine, model, slice, orders, seed } = settings;
  const { plain, measuring } = settings.iterations;
  const { measuredEvery = MEASURED_EVERY } = settings;
  const { inputShape } = model;
  const gather = inputsGatherer(slice);
  const noise = stream(seed, "train/dropout");

  const feed = (loop: Loop<Moving, Feed>, indices: Int32Array, epoch: number, at: number) => {
    const size = indices.length;
    gather(indices, loop.feed("inputs", "float32", [size, ...inputShape]));
    const targets = slice.labels
      ? loop.feed("targets", "int32", [size])
      : loop.feed("targets", "float32", [size, slice.targetWidth]);
    gatherTargets(slice, indices, targets);
    loop.feed("key", "int32", [4]).set(noiseKey(noise, epoch, at));
  };

  const breakdownOf = (loss: number, watch: LossWatch, loop: Loop<Moving, Feed>) => {
    if (!Number.isFinite(loss)) {
      const { carried, fed } = loop.before();
      const evidence = firstNonFinite(model, carried.params, fed.inputs) ?? "loss";
      return { kind: "nonFinite" as const, evidence };
    }
    const evidence = divergence(watch, loss, slice.labels === undefined);
    return evidence === undefined ? undefined : { kind: "diverged" as const, evidence };
  };

  return async ({ params, state, watch: watchBefore }, epoch) => {
    const batches = orders(epoch);
    if (batches.length === 0) throw new Error("a slice without examples cannot be trained on");
    const loop = engine.loop<Moving, Feed>({
      name: "training",
      carried: { params, state },
      keep: ["params"],
    });
    for (const [name, strength] of Object.entries(settings.strengths)) {
      loop.feed(name, "float32", [])[0] = strength;
    }
    const losses: Array<number> = [];
    const measured: Array<MeasuredStep> = [];
    const trace = { losses, measured };
    const inside = batches.length >= MEASURED_INSIDE;
    let watch = watchBefore;
    let sum = 0;
    let learningRate = 0;
    let figures: Readonly<Record<string, number>> = {};
    for (const [i, indices] of batches.entries()) {
      if (i % engine.turnsEvery === engine.turnsEvery - 1) await breathe();
      const iteration = epoch * batches.length + i;
      const last = i === batches.length - 1;
      learningRate = settings.learningRate({
        epoch: iteration / batches.length,
        iteration,
        iterationsPerEpoch: batches.length,
      });
      feed(loop, indices, epoch, i);
      loop.feed("learningRate", "float32", [])[0] = learningRate;
      loop.feed("iteration", "float32", [])[0] = iteration;
      const measures = last || (inside && i % measuredEvery === measuredEvery - 1);
      figures = loop.run(measures ? measuring : plain);
      const loss = figures.loss!;
      losses.push(loss);
      if (measures) measured.push(figures);
      if (Number.isFinite(loss)) watch = watchLoss(watch, loss);
      const broken = breakdownOf(loss, watch, loop);
      if (broken !== undefined) {
        const weights = downloadTensors(loop.before().carried.params);
        dispose(loop.end());
        const at = { epoch: epoch + 1, iteration: iteration + 1, learningRate };
        return { breakdown: { ...at, ...broken, losses: losses.slice(-RECENT) }, trace, weights };
      }
      sum += loss * indices.length;
    }
    const { updateNorm, weightNorm, gradientNorm, penalty } = figures;
    return {
      state: { ...loop.end(), watch },
      figures: {
        loss: sum / slice.size,
        learningRate,
        updateRatio: weightNorm === 0 ? 0 : updateNorm! / weightNorm!,
        gradientNorm: gradientNorm!,
        penalty: penalty!,
      },
      trace,
    };
  };
};

/** A training from its start, or a checkpoint, to the epoch that is asked for. */
import { type Finding, type Metrics, type Outcome, outcome, type StepContext } from "@attune/core";
import { downloadTensors, encodeTensors, type NamedValues, uploadTensors } from "@attune/nn";
import { dispose } from "@tensorflow/tfjs-core";
import type { Evaluator } from "./Evaluator.ts";
import { startOfWatch } from "./LossWatch.ts";
import type { Data } from "./Resources.ts";
import { head } from "./slicePart.ts";
import type { Breakdown, EpochFigures, Trainer, TrainerState } from "./Trainer.ts";
import {
  type Best,
  decodeCheckpoint,
  encodeCheckpoint,
  type TrainingCheckpoint,
} from "./TrainingCheckpoint.ts";

const CHECKPOINT_MILLIS = 1000;

/** What a trajectory is made of. */
export interface TrajectoryParts {
  readonly trainer: Trainer;
  readonly evaluator: Evaluator;
  readonly data: Data;
  /** The state before the first epoch. */
  readonly start: () => Pick<TrainingCheckpoint, "params" | "state">;
  readonly findingOf: (breakdown: Breakdown) => Finding;
}

/** Training examples that the loss at init is of. */
const INIT_PROBE = 2000;

/** What divergence is measured against; 0 where it is not finite, which the first iteration will tell. */
const lossAtInit = ({ evaluator, data }: TrajectoryParts, values: NamedValues): number => {
  const params = uploadTensors(values);
  const { loss } = evaluator(params, head(data.train, INIT_PROBE));
  dispose(params);
  return Number.isFinite(loss) ? loss : 0;
};

/** Throws where the checkpoint is past the epoch that is asked for. */
const startOf = (parts: TrajectoryParts, { checkpoint, until, blobs }: StepContext): TrainingCheckpoint => {
  if (checkpoint === undefined) {
    const first = parts.start();
    const watch = startOfWatch(lossAtInit(parts, first.params));
    return { epoch: 0, ...first, watch, scalars: {}, best: undefined };
  }
  if (checkpoint.epoch > until)
    throw new Error(`a checkpoint of epoch ${checkpoint.epoch} is past epoch ${until}`);
  return decodeCheckpoint(blobs.read(checkpoint.hash));
};

/**
 * The scalars of an epoch's row. `train.loss` is the mean over its batches, as they were trained on (with noise);
 * `train.accuracy` is of evaluation mode after the epoch, on as many of the training examples as validation has.
 */
const scalarsOf = (
  figures: EpochFigures,
  { params }: TrainerState,
  { evaluator, data }: TrajectoryParts,
): Metrics => {
  const train = evaluator(params, head(data.train, data.validation.size));
  const validation = evaluator(params, data.validation);
  const quality = (slice: string, { accuracy, r2 }: Pick<ReturnType<Evaluator>, "accuracy" | "r2">) => ({
    ...(accuracy === undefined ? {} : { [`${slice}.accuracy`]: accuracy }),
    ...(r2 === undefined ? {} : { [`${slice}.r2`]: r2 }),
  });
  return {
    "train.loss": figures.loss,
    ...quality("train", train),
    "train.penalty": figures.penalty,
    "validation.loss": validation.loss,
    ...quality("validation", validation),
    learning_rate: figures.learningRate,
    update_ratio: figures.updateRatio,
    gradient_norm: figures.gradientNorm,
  };
};

/** Of an epoch whose losses were finite, but not all of its row: its last update made the numbers too large. */
const brokenRow = (
  epoch: number,
  { iterations }: TrainerState["watch"],
  scalars: Metrics,
): Breakdown | undefined => {
  const name = Object.keys(scalars).find((key) => !Number.isFinite(scalars[key]));
  if (name === undefined) return undefined;
  const losses = [scalars["train.loss"]!, scalars[name]!];
  const learningRate = scalars.learning_rate!;
  return { kind: "nonFinite", epoch, iteration: iterations, learningRate, losses, evidence: name };
};

/** Accuracy is to be high, loss low. Of equals the first is kept. */
const bestOf = (best: Best | undefined, epoch: number, scalars: Metrics, params: () => NamedValues): Best => {
  const accuracy = scalars["validation.accuracy"];
  const value = accuracy ?? scalars["validation.loss"]!;
  const better = best === undefined || (accuracy === undefined ? value < best.value : value > best.value);
  return better ? { epoch, value, params: params() } : best;
};

/** Lets what waits in the process (a message, a signal) have its turn between two epochs. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

const succeeded = (reached: TrainingCheckpoint, { blobs }: StepContext): Outcome => {
  const { params, best, scalars } = reached;
  return outcome({
    metrics: scalars,
    artifacts: {
      weights: blobs.write(encodeTensors(params)),
      checkpoint: blobs.write(encodeCheckpoint(reached)),
    },
    detail: best ? { best: { epoch: best.epoch, value: best.value } } : {},
  });
};

/**
 * Reports a row an epoch, and writes a checkpoint at most once a second and always where the request ends. Neither
 * the pace nor an interruption changes a bit of rows or outcome. A training that breaks down ends with its finding:
 * infeasible, without a row for that epoch, its metrics those of the last row.
 */
export const runTrajectory = async (parts: TrajectoryParts, context: StepContext): Promise<Outcome> => {
  const { onEpoch, blobs, until, clockMillis } = context;
  const from = startOf(parts, context);
  let { best, scalars } = from;
  let now: TrainerState = {
    params: uploadTensors(from.params),
    state: uploadTensors(from.state),
    watch: from.watch,
  };
  const snapshot = (epoch: number): TrainingCheckpoint => ({
    epoch,
    params: downloadTensors(now.params),
    state: downloadTensors(now.state),
    watch: now.watch,
    scalars,
    best,
  });
  const broken = (breakdown: Breakdown) =>
    outcome({ status: "infeasible", metrics: scalars, findings: [parts.findingOf(breakdown)] });

  let written = clockMillis();
  for (let epoch = from.epoch + 1; epoch <= until; epoch++) {
    const result = parts.trainer(now, epoch - 1);
    if ("breakdown" in result) return broken(result.breakdown);
    now = result.state;
    const row = scalarsOf(result.figures, now, parts);
    const breakdown = brokenRow(epoch, now.watch, row);
    if (breakdown !== undefined) {
      dispose([now.params, now.state]);
      return broken(breakdown);
    }
    scalars = row;
    best = bestOf(best, epoch, row, () => downloadTensors(now.params));
    const due = epoch < until && clockMillis() - written >= CHECKPOINT_MILLIS;
    if (due) written = clockMillis();
    onEpoch(
      { epoch, scalars },
      due || epoch === until ? blobs.write(encodeCheckpoint(snapshot(epoch))) : undefined,
    );
    await breathe();
  }
  const reached = snapshot(until);
  dispose([now.params, now.state]);
  return succeeded(reached, context);
};

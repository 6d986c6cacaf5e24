/** A training from its start, or a checkpoint, to the epoch that is asked for. */
import { type Finding, type Outcome, outcome, type StepContext } from "@attune/core";
import { downloadTensors, encodeTensors, type NamedValues, uploadTensors } from "@attune/nn";
import { dispose } from "@tensorflow/tfjs-core";
import { breathe } from "./breathe.ts";
import { diagnose } from "./diagnose.ts";
import { type EarlyStopping, improvement, stopped } from "./EarlyStopping.ts";
import type { Evaluator } from "./Evaluator.ts";
import { brokenRow, scalarsOf } from "./epochRow.ts";
import type { Watched } from "./History.ts";
import { bestOf } from "./judgedBy.ts";
import { startOfWatch } from "./LossWatch.ts";
import type { Data } from "./Resources.ts";
import { head } from "./slicePart.ts";
import type { Breakdown, EpochResult, Trainer, TrainerState } from "./Trainer.ts";
import { decodeCheckpoint, encodeCheckpoint, type TrainingCheckpoint } from "./TrainingCheckpoint.ts";
import { encodeHistory } from "./watching/encodeHistory.ts";
import type { Standing, Watcher } from "./watching/Watcher.ts";

const CHECKPOINT_MILLIS = 1000;

/** What a trajectory is made of. */
export interface TrajectoryParts {
  readonly trainer: Trainer;
  readonly evaluator: Evaluator;
  readonly data: Data;
  /** The state before the first epoch. */
  readonly start: () => Pick<TrainingCheckpoint, "params" | "state">;
  readonly findingOf: (breakdown: Breakdown) => Finding;
  readonly watcher: Watcher;
  readonly watched: Watched;
  readonly earlyStopping: EarlyStopping | undefined;
  /** Whether the outcome is that of the best epoch, not of the last. */
  readonly selectBest: boolean;
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
    const seen = parts.watcher.start(first.params);
    return { epoch: 0, ...first, watch, scalars: {}, seen, best: undefined };
  }
  if (checkpoint.epoch > until)
    throw new Error(`a checkpoint of epoch ${checkpoint.epoch} is past epoch ${until}`);
  return decodeCheckpoint(blobs.read(checkpoint.hash));
};

type Place = Pick<TrainingCheckpoint, "epoch" | "watch" | "scalars" | "seen" | "improved" | "best">;

const stoppedAt = ({ earlyStopping }: TrajectoryParts, { improved, epoch, scalars }: Place) =>
  earlyStopping && stopped(earlyStopping, improved, epoch, scalars);

/** What was watched up to here: the diagnoses made of it, and the blob that keeps it. */
const judge = (parts: TrajectoryParts, { watch, seen }: Place, at: Standing, { blobs }: StepContext) => {
  const about = { watched: parts.watched, lossAtInit: watch.first, first: () => parts.start().params };
  const history = parts.watcher.history(seen, at, about);
  return { ...diagnose(history), artifacts: { watch: blobs.write(encodeHistory(history)) } };
};

interface Saved {
  readonly reached: TrainingCheckpoint;
  /** Its blob. */
  readonly checkpoint: string;
}

/** Diagnoses advise: none of them makes a training infeasible. */
const succeeded = (parts: TrajectoryParts, { reached, checkpoint }: Saved, context: StepContext): Outcome => {
  const { epoch, params, watch, best, scalars, seen } = reached;
  const selected = parts.selectBest ? best : undefined;
  const ended = stoppedAt(parts, reached);
  const { checks, findings, artifacts } = judge(
    parts,
    reached,
    { epoch, iteration: watch.iterations, weights: () => params },
    context,
  );
  return outcome({
    metrics: seen.rows.find((row) => row.epoch === selected?.epoch)?.scalars ?? scalars,
    checks,
    findings,
    artifacts: {
      weights: context.blobs.write(encodeTensors(selected?.params ?? params)),
      checkpoint,
      ...artifacts,
    },
    detail: {
      ...(best ? { best: { epoch: best.epoch, value: best.value } } : {}),
      ...(selected ? { selected: { epoch: selected.epoch } } : {}),
      ...(ended ? { stopped: { epoch: ended.epoch, reason: ended.reason } } : {}),
    },
  });
};

/** The place after an epoch; the row is finite. */
const placeAfter = (
  parts: TrajectoryParts,
  before: Place,
  { state, trace }: Extract<EpochResult, { readonly figures: unknown }>,
  scalars: Place["scalars"],
): Place => {
  const epoch = before.epoch + 1;
  const { watch, params } = state;
  const weights = () => downloadTensors(params);
  const at = { epoch, iteration: watch.iterations, weights };
  const { earlyStopping: rule } = parts;
  return {
    epoch,
    watch,
    scalars,
    seen: parts.watcher.after(before.seen, at, trace, { epoch, scalars }),
    ...(rule ? { improved: improvement(rule, before.improved, epoch, scalars) } : {}),
    best: bestOf(before.best, epoch, scalars, parts.selectBest ? weights : () => ({})),
  };
};

/**
 * Reports a row an epoch, and writes a checkpoint at most once a second and always where the request ends. Neither
 * the pace nor an interruption changes a bit of rows or outcome. A training that breaks down ends with its finding:
 * infeasible, without a row for that epoch, its metrics those of the last row.
 */
export const runTrajectory = async (parts: TrajectoryParts, context: StepContext): Promise<Outcome> => {
  const { onEpoch, blobs, until, clockMillis } = context;
  const { params, state, ...from } = startOf(parts, context);
  let place: Place = from;
  let now: TrainerState = {
    params: uploadTensors(params),
    state: uploadTensors(state),
    watch: from.watch,
  };
  const save = (): Saved => {
    const [params, state] = [downloadTensors(now.params), downloadTensors(now.state)];
    const reached = { ...place, params, state };
    return { reached, checkpoint: blobs.write(encodeCheckpoint(reached)) };
  };
  const broken = (breakdown: Breakdown, { trace }: EpochResult, at: Standing) => {
    const seen = parts.watcher.after(place.seen, at, trace, undefined);
    const { checks, findings, artifacts } = judge(parts, { ...place, seen }, at, context);
    return outcome({
      status: "infeasible",
      metrics: place.scalars,
      checks,
      findings: [parts.findingOf(breakdown), ...findings],
      artifacts,
    });
  };

  let saved: Saved | undefined;
  let written = clockMillis();
  while (place.epoch < until && stoppedAt(parts, place) === undefined) {
    const result = await parts.trainer(now, place.epoch);
    if ("breakdown" in result) {
      const { breakdown, weights } = result;
      const iteration = breakdown.iteration - 1; // the weights are those before its update
      return broken(breakdown, result, { epoch: place.epoch, iteration, weights: () => weights });
    }
    now = result.state;
    const scalars = scalarsOf(result.figures, now.params, parts.evaluator, parts.data);
    const breakdown = brokenRow(place.epoch + 1, now.watch.iterations, scalars);
    if (breakdown !== undefined) {
      const weights = downloadTensors(now.params);
      dispose([now.params, now.state]);
      return broken(breakdown, result, { ...breakdown, weights: () => weights });
    }
    place = placeAfter(parts, place, result, scalars);
    const { epoch } = place;
    const last = epoch === until || stoppedAt(parts, place) !== undefined;
    const due = !last && clockMillis() - written >= CHECKPOINT_MILLIS;
    if (due) written = clockMillis();
    saved = due || last ? save() : undefined;
    onEpoch({ epoch, scalars }, saved?.checkpoint);
    await breathe();
  }
  saved ??= save();
  dispose([now.params, now.state]);
  return succeeded(parts, saved, context);
};

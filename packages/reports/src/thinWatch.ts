/** A watch as large as a page can hold: of many looks, windows, tensors and layers, some. */
import { HEALTHY_RATIO } from "./updateRatioBands.ts";
import type { LossWindow, Watch, WatchedLayer, WatchedTensor } from "./Watch.ts";

/** Looks at the network, with the first and the last. */
const LOOKS = 16;
const WINDOWS = 120;
/** Tensors, and layers. */
const PARTS = 9;
/** Of them, those that stand out: tensors by their updates, layers by their dead or saturated units. */
const FURTHEST = 3;

/** `count` places of `length`, evenly, with both ends. */
export const evenly = (length: number, count: number): ReadonlyArray<number> =>
  length <= count
    ? Array.from({ length }, (_, at) => at)
    : Array.from({ length: count }, (_, at) => Math.round((at * (length - 1)) / (count - 1)));

/** Neighbours become one: their mean and their deviation are those of all their iterations. */
const merged = (windows: ReadonlyArray<LossWindow>): LossWindow => {
  const count = windows.reduce((sum, each) => sum + each.count, 0);
  const over = (read: (window: LossWindow) => number) =>
    windows.reduce((sum, each) => sum + each.count * read(each), 0) / count;
  const mean = over((each) => each.mean);
  const variance = over((each) => each.std ** 2 + (each.mean - mean) ** 2);
  return {
    start: windows[0]!.start, // a group has at least one
    count,
    mean: Number(mean.toPrecision(6)),
    std: Number(Math.sqrt(variance).toPrecision(6)),
    largest: Math.max(...windows.map(({ largest }) => largest)),
  };
};

const fewerWindows = (windows: ReadonlyArray<LossWindow>): ReadonlyArray<LossWindow> => {
  const size = Math.ceil(windows.length / WINDOWS);
  return size <= 1
    ? windows
    : Array.from({ length: Math.ceil(windows.length / size) }, (_, at) =>
        merged(windows.slice(at * size, (at + 1) * size)),
      );
};

/** How far a ratio of the run lies from the middle of the healthy band, in decades. */
const distance = ({ updateRatio }: WatchedTensor): number => {
  const middle = (Math.log10(HEALTHY_RATIO[0]) + Math.log10(HEALTHY_RATIO[1])) / 2;
  const known = updateRatio.flatMap((ratio) => (ratio === null ? [] : [Math.log10(Math.max(ratio, 1e-12))]));
  return Math.max(0, ...known.map((ratio) => Math.abs(ratio - middle)));
};

/** Share of units that are of no use at the end. */
const useless = ({ deadShare, saturatedShare }: WatchedLayer): number =>
  Math.max(deadShare.at(-1) ?? 0, saturatedShare.at(-1) ?? 0);

/** Some of many in their order: those that stand out most, and the rest evenly. */
const fewer = <A extends object>(
  parts: ReadonlyArray<A>,
  standing: (part: A) => number,
): ReadonlyArray<A> => {
  if (parts.length <= PARTS) return parts;
  const furthest = parts.toSorted((a, b) => standing(b) - standing(a)).slice(0, FURTHEST);
  const rest = evenly(parts.length, PARTS - FURTHEST).flatMap((at) => parts[at] ?? []);
  return parts.filter((part) => furthest.includes(part) || rest.includes(part));
};

export const thinWatch = (watch: Watch): Watch => {
  const looks = evenly(watch.epochs.length, LOOKS);
  const at = <A>(column: ReadonlyArray<A>): ReadonlyArray<A> => looks.map((look) => column[look]!); // all are as long
  const { filters } = watch;
  return {
    ...watch,
    windows: fewerWindows(watch.windows),
    iterations: at(watch.iterations),
    epochs: at(watch.epochs),
    gradientNorm: at(watch.gradientNorm),
    tensors: fewer(watch.tensors, distance).map((tensor) => ({
      ...tensor,
      norm: at(tensor.norm),
      updateRatio: at(tensor.updateRatio),
      gradientNorm: at(tensor.gradientNorm),
      gradients: at(tensor.gradients),
    })),
    layers: fewer(watch.layers, useless).map((layer) => ({
      ...layer,
      std: at(layer.std),
      deadShare: at(layer.deadShare),
      saturatedShare: at(layer.saturatedShare),
      histograms: at(layer.histograms),
    })),
    ...(filters ? { filters: { ...filters, autocorrelation: at(filters.autocorrelation) } } : {}),
  };
};

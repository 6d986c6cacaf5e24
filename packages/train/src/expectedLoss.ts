/**
 * What the loss at init should be if the outputs knew nothing of the targets: each example's loss averaged over all
 * targets of the slice. It needs no assumption about the distribution of the outputs. Float64 throughout, apart from
 * the losses of `@attune/nn`, so that a wrong loss shows.
 */
import type { ModelConfig, Slice } from "@attune/nn";
import { classShares, entropy, smooth } from "./distributions.ts";

export interface Expected {
  /** E: mean over the examples of their loss averaged over all targets. */
  readonly loss: number;
  /** Standard deviation over the examples of (loss − E), divided by √n. */
  readonly standardError: number;
  /** The loss of an output that is the same for all and fits the targets: H(π), or the variance of the values. */
  readonly chance: number;
  /** s²: variance of the outputs. */
  readonly outputVariance: number;
}

const mean = (values: ReadonlyArray<number>): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const deviation = (values: ReadonlyArray<number>): number => {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
};

interface Terms {
  /** By example: its loss, and that averaged over all targets. */
  readonly losses: ReadonlyArray<number>;
  readonly expected: ReadonlyArray<number>;
  readonly chance: number;
}

const rowsOf = (outputs: Float32Array, count: number): ReadonlyArray<ReadonlyArray<number>> => {
  const width = outputs.length / count;
  return Array.from({ length: count }, (_, row) => [...outputs.subarray(row * width, (row + 1) * width)]);
};

const logSumExp = (values: ReadonlyArray<number>): number => {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
};

const product = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
  a.reduce((sum, value, k) => sum + value * b[k]!, 0);

const total = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0);

/**
 * E_i = Σ t_k (logsumexp(z_i) − z_ik), t_k = w_k π_k / Σ w π: π the smoothed shares of the classes, w their weights. The
 * least that an output which is the same for all can have is Σ t · H(t / Σ t), without weights H(π).
 */
const crossEntropyTerms = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  labels: Int32Array,
  { labelSmoothing, classWeights }: NonNullable<ModelConfig["loss"]["cross_entropy"]>,
): Terms => {
  const weights = Array.isArray(classWeights) ? classWeights : (rows[0] ?? []).map(() => 1);
  const shares = classShares(labels, weights.length);
  const unit = total(shares.map((share, k) => share * weights[k]!));
  const weighted = (of: ReadonlyArray<number>) =>
    smooth(of, labelSmoothing).map((share, k) => (share * weights[k]!) / unit);
  const sizes = rows.map(logSumExp);
  const against = (row: ReadonlyArray<number>, i: number, target: ReadonlyArray<number>) =>
    total(target) * sizes[i]! - product(row, target);
  const only = (label: number) => weighted(shares.map((_, k) => (k === label ? 1 : 0)));
  const targets = shares.map((_, label) => only(label));
  const none = only(-1); // of a label that is no class
  const mixed = weighted(shares);
  const mass = total(mixed);
  return {
    losses: rows.map((row, i) => against(row, i, targets[labels[i]!] ?? none)),
    expected: rows.map((row, i) => against(row, i, mixed)),
    chance: mass * entropy(mixed.map((share) => share / mass)),
  };
};

/** E_i = (z_i − ȳ)² + Var(y), averaged over the outputs. */
const squaredErrorTerms = (rows: ReadonlyArray<ReadonlyArray<number>>, values: Float32Array): Terms => {
  const targets = rowsOf(values, rows.length);
  const columns = (targets[0] ?? []).map((_, k) => targets.map((target) => target[k]!));
  const means = columns.map(mean);
  const variances = columns.map((column) => deviation(column) ** 2);
  return {
    losses: rows.map((row, i) => mean(row.map((value, k) => (value - targets[i]![k]!) ** 2))),
    expected: rows.map((row) => mean(row.map((value, k) => (value - means[k]!) ** 2 + variances[k]!))),
    chance: mean(variances),
  };
};

const termsOf = (
  loss: ModelConfig["loss"],
  rows: ReadonlyArray<ReadonlyArray<number>>,
  slice: Slice,
): Terms | undefined => {
  if (loss.cross_entropy && slice.labels) {
    return crossEntropyTerms(rows, slice.labels, loss.cross_entropy);
  }
  return loss.squared_error && slice.values ? squaredErrorTerms(rows, slice.values) : undefined;
};

/** `outputs` [size, width] of the slice. Undefined for a loss without such a formula here. */
export const expectedLoss = (
  loss: ModelConfig["loss"],
  outputs: Float32Array,
  slice: Slice,
): Expected | undefined => {
  const terms = termsOf(loss, rowsOf(outputs, slice.size), slice);
  return (
    terms && {
      loss: mean(terms.expected),
      standardError:
        deviation(terms.losses.map((value, i) => value - terms.expected[i]!)) / Math.sqrt(slice.size),
      chance: terms.chance,
      outputVariance: deviation([...outputs]) ** 2,
    }
  );
};

/**
 * After which epochs a network is looked at layer by layer: a function of sizes and epoch numbers alone, so that no
 * clock, and no place where a request ends, changes what is kept.
 */
export interface EpochCost {
  /** Examples of the probe batch that are passed forward, and of the gradient's batch. */
  readonly probe: number;
  readonly batch: number;
  /** Training and validation examples of an epoch. */
  readonly train: number;
  readonly validation: number;
  readonly iterations: number;
  /** Numbers looked at one by one: outputs of all layers on the probe batch, and four for each trained param. */
  readonly numbers: number;
  /** Trained params. */
  readonly params: number;
  /** Tensors and layers: each has some cost of its own. */
  readonly parts: number;
}

/** Share of an epoch's time that a look at the network may cost. */
const SHARE = 0.04;

/** Looks in each doubling of the epochs. */
const LOOKS = 16;

/** Nanoseconds, as measured on dense networks; only their ratios matter. */
const MULTIPLY = 0.02;
const NUMBER = 4;
const PART = 50_000;
const ITERATION = 5_000;
const EPOCH = 100_000;

/** Least number of epochs between two looks, at least 1. */
export const epochsBetween = (cost: EpochCost): number => {
  const { probe, batch, train, validation, iterations, numbers, params, parts } = cost;
  const forward = 2 * params * MULTIPLY;
  const look = forward * (probe + 3 * batch) + numbers * NUMBER + parts * PART;
  const epoch = forward * (3 * train + 2 * validation) + iterations * ITERATION + EPOCH;
  return Math.max(1, Math.ceil(look / (SHARE * epoch)));
};

/** Epochs 0 and 1, then each `between`-th; from 32 looks on ever fewer, so that their number grows as a logarithm. */
export const snapshotDue = (epoch: number, between: number): boolean => {
  const octave = Math.max(0, Math.floor(Math.log2(epoch / (LOOKS * between))));
  return epoch <= 1 || epoch % (between * 2 ** octave) === 0;
};

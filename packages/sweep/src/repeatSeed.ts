import { sha256 } from "@attune/core";

/** Seed of the r-th repeat (from 1) of a trial: weights, order and noise follow from it, the split does not. */
export const repeatSeed = (seed: number, repeat: number): number =>
  Number.parseInt(sha256(`${seed}/repeat/${repeat}`).slice(0, 8), 16) >>> 1;

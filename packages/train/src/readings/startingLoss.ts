import type { History } from "../History.ts";

/**
 * What a loss that has learned must be below: the loss at init, or that of guessing where this is less, for a last
 * layer of large weights starts above it and falls to it without having learned anything.
 */
export const startingLoss = ({ lossAtInit, watched }: History): number =>
  watched.chance > 0 ? Math.min(lossAtInit, watched.chance) : lossAtInit;

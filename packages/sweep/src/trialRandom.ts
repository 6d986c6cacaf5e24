import { sha256 } from "@attune/core";
import type { Random } from "@attune/search";

/** Randomness of one ask: uniform numbers of 52 bits, from the sha256 of seed, trial and purpose. */
export const trialRandom = (seed: number, trial: number): Random => ({
  uniform: (purpose) =>
    Number.parseInt(sha256(`${seed}/sampler/${trial}/${purpose}`).slice(0, 13), 16) / 2 ** 52,
});

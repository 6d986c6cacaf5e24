import { entropy } from "./distributions.ts";

/** (e^H(π) − 1)/(K − 1): 1 where all classes are equally frequent, 0 where there is one. */
export const classBalance = (counts: ReadonlyArray<number>): number => {
  const size = counts.reduce((sum, count) => sum + count, 0);
  return (Math.exp(entropy(counts.map((count) => count / size))) - 1) / (counts.length - 1);
};

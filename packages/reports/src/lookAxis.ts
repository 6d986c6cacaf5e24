import type { Watch } from "./Watch.ts";

export interface LookAxis {
  readonly unit: "epoch" | "iteration";
  /** The place of each look. */
  readonly at: ReadonlyArray<number>;
  /** Iterations of one unit. */
  readonly length: number;
}

/** Looks are told in epochs; where the training broke down in the first one, in iterations. */
export const lookAxis = ({
  epochs,
  iterations,
  iterationsPerEpoch,
}: Pick<Watch, "epochs" | "iterations" | "iterationsPerEpoch">): LookAxis =>
  (epochs.at(-1) ?? 0) < 1
    ? { unit: "iteration", at: iterations, length: 1 }
    : { unit: "epoch", at: epochs, length: iterationsPerEpoch };

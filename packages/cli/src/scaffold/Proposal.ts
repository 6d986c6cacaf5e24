/** An experiment for a table: what it predicts, with what network, and how it is searched. */
import type { DatasetDescription } from "@attune/nn";
import type { Column } from "./Column.ts";

export interface Proposal {
  readonly task: "classification" | "regression";
  readonly split: { readonly train: number; readonly validation: number; readonly test: number };
  /** Units that the search chooses from, for each hidden layer. */
  readonly widths: ReadonlyArray<number>;
  readonly hiddenLayers: number;
  readonly outputs: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly trials: number;
}

/** How a data set of up to so many examples is best met: the more there is, the wider, deeper and fewer epochs. */
const bySize = [
  {
    upTo: 1_000,
    split: { train: 0.7, validation: 0.15, test: 0.15 },
    widths: [8, 16, 32],
    hiddenLayers: 1,
    epochs: 40,
    batchSize: 16,
  },
  {
    upTo: 20_000,
    split: { train: 0.8, validation: 0.1, test: 0.1 },
    widths: [32, 64, 128],
    hiddenLayers: 2,
    epochs: 20,
    batchSize: 64,
  },
  {
    upTo: Number.POSITIVE_INFINITY,
    split: { train: 0.9, validation: 0.05, test: 0.05 },
    widths: [64, 128, 256],
    hiddenLayers: 2,
    epochs: 10,
    batchSize: 128,
  },
] as const;

/** Columns that are no good to predict from, each with the reason. */
export const leftOut = (
  columns: ReadonlyArray<Column>,
  target: string,
): ReadonlyArray<{ readonly name: string; readonly why: string }> => {
  const reasons = {
    mixed: "numbers and text",
    constant: "always the same",
    key: "different in every row",
    numbers: undefined,
    text: undefined,
  } as const;
  return columns.flatMap(({ name, kind }) => {
    const why = reasons[kind];
    return name === target || why === undefined ? [] : [{ name, why }];
  });
};

export const propose = ({ examples, target }: DatasetDescription): Proposal => {
  const { upTo: _, ...size } = bySize.find(({ upTo }) => examples <= upTo) ?? bySize[0];
  return {
    ...size,
    task: target.kind === "classes" ? "classification" : "regression",
    outputs: target.kind === "classes" ? target.count : target.width,
    trials: 20,
  };
};

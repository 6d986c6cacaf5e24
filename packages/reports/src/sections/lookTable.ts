import type { DataTable } from "./Figure.tsx";

/** A row a look at the network, a column a layer or tensor. */
export const lookTable = (
  epochs: ReadonlyArray<number>,
  columns: ReadonlyArray<{ readonly name: string; readonly values: ReadonlyArray<number | null> }>,
): DataTable => ({
  columns: ["epoch", ...columns.map(({ name }) => name)],
  rows: epochs.map((epoch, at) => [epoch, ...columns.map(({ values }) => values[at] ?? null)]),
});

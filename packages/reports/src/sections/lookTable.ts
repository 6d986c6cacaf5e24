import type { LookAxis } from "../lookAxis.ts";
import type { DataTable } from "./Figure.tsx";

/** A row a look at the network, a column a layer or tensor. */
export const lookTable = (
  { unit, at: places }: LookAxis,
  columns: ReadonlyArray<{ readonly name: string; readonly values: ReadonlyArray<number | null> }>,
): DataTable => ({
  columns: [unit, ...columns.map(({ name }) => name)],
  rows: places.map((place, at) => [place, ...columns.map(({ values }) => values[at] ?? null)]),
});

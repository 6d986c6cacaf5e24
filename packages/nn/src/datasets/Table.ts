/** Named columns of cells: what csv and parquet have in common. */

/** Text as it stands, a number, or undefined where the value is missing. */
export type Cell = string | number | undefined;

export interface Table {
  /** As the user wrote it, for messages. */
  readonly file: string;
  readonly names: ReadonlyArray<string>;
  readonly examples: number;
  /** Where an example stands in the file, counted as its readers count. */
  readonly row: (example: number) => number;
  readonly cells: (name: string) => ReadonlyArray<Cell>;
}

/** A number that is finite as float32, in which the engine computes, or undefined. */
export const numberIn = (cell: Cell): number | undefined => {
  const value = cell === undefined || cell === "" ? Number.NaN : Number(cell);
  return Number.isFinite(Math.fround(value)) ? value : undefined;
};

/** One cell that is not what it must be. */
export const cellProblem = (
  file: string,
  row: number,
  column: string,
  expected: string,
  received: Cell,
): string => {
  const shown = received === undefined || received === "" ? "nothing" : JSON.stringify(received);
  return `${file}, row ${row}, column ${column}: expected ${expected}, received ${shown}`;
};

/** Different cells in an order that does not depend on the rows': by value if all are numbers, else by name. */
export const distinctCells = (cells: ReadonlyArray<Cell>): ReadonlyArray<string> => {
  const names = [...new Set(cells.filter((cell) => cell !== undefined).map(String))];
  const numeric = names.every((name) => numberIn(name) !== undefined);
  return names.sort((a, b) => (numeric ? Number(a) - Number(b) : 0) || (a < b ? -1 : 1));
};

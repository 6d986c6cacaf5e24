import type { DataProblem, Target } from "../Dataset.ts";
import { type CsvTable, cellProblem } from "./CsvTable.ts";

const mostClasses = 20;

/** A finite number, or undefined. */
export const numberIn = (cell: string): number | undefined => {
  const value = cell === "" ? Number.NaN : Number(cell);
  return Number.isFinite(value) ? value : undefined;
};

/** Text, or whole numbers with at most 20 different values that each occur twice on average. */
const looksLikeClasses = (cells: ReadonlyArray<string>): boolean => {
  const numbers = cells.map(numberIn);
  if (numbers.includes(undefined)) return true;
  const different = new Set(numbers).size;
  return numbers.every(Number.isInteger) && different <= Math.min(mostClasses, cells.length / 2);
};

/** Classes in an order that does not depend on the rows': by value if all are numbers, else by name. */
const classNames = (cells: ReadonlyArray<string>): ReadonlyArray<string> => {
  const names = [...new Set(cells)];
  const numeric = names.every((name) => numberIn(name) !== undefined);
  return names.sort((a, b) => (numeric ? Number(a) - Number(b) : 0) || (a < b ? -1 : 1));
};

/** The target column as class indices or as values. `task` undefined: decided by what the column holds. */
export const csvTarget = (
  table: CsvTable,
  column: number,
  task: "classification" | "regression" | undefined,
): Target | DataProblem => {
  const cells = table.rows.map((row) => row.cells[column]!);
  const problem = (row: number, expected: string): DataProblem => ({
    problem: cellProblem(table, table.rows[row]!.line, column, expected, cells[row]!),
    path: ["path"],
  });
  const empty = cells.indexOf("");
  if (empty >= 0) return problem(empty, "a target");
  if (task === "classification" || (task === undefined && looksLikeClasses(cells))) {
    const names = classNames(cells);
    const index = new Map(names.map((name, position) => [name, position]));
    return { kind: "classes", labels: Int32Array.from(cells, (cell) => index.get(cell)!), names };
  }
  const wrong = cells.findIndex((cell) => numberIn(cell) === undefined);
  if (wrong >= 0) return problem(wrong, "a number");
  return { kind: "values", values: Float32Array.from(cells, Number), width: 1 };
};

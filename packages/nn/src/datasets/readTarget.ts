import type { DataProblem, Target } from "../Dataset.ts";
import { type Cell, cellProblem, distinctCells, numberIn, type Table } from "./Table.ts";

export type Task = "classification" | "regression" | undefined;

const mostClasses = 20;

/** Text, or whole numbers with at most 20 different values that each occur twice on average. */
const looksLikeClasses = (cells: ReadonlyArray<Cell>): boolean => {
  const numbers = cells.map(numberIn);
  if (numbers.includes(undefined)) return true;
  const different = new Set(numbers).size;
  return numbers.every(Number.isInteger) && different <= Math.min(mostClasses, cells.length / 2);
};

/** Classes are sorted by name, by value if all are numbers: so the order of the rows does not matter. */
export const classesOf = (cells: ReadonlyArray<Cell>): Extract<Target, { readonly kind: "classes" }> => {
  const names = distinctCells(cells);
  const index = new Map(names.map((name, position) => [name, position]));
  return { kind: "classes", labels: Int32Array.from(cells, (cell) => index.get(String(cell))!), names };
};

/** The target column of the examples `rows` as class indices or as values. `task` undefined: by what it holds. */
export const readTarget = (
  table: Table,
  rows: ReadonlyArray<number>,
  column: string,
  task: Task,
): Target | DataProblem => {
  const all = table.cells(column);
  const cells = rows.map((row) => all[row]);
  const problem = (index: number, expected: string): DataProblem => ({
    problem: cellProblem(table.file, table.row(rows[index]!), column, expected, cells[index]),
    path: ["path"],
  });
  const empty = cells.indexOf(undefined);
  if (empty >= 0) {
    return {
      ...problem(empty, "a target"),
      remedy: "a target is never made up: mend the cell, or use missing: drop_rows",
    };
  }
  if (task === "classification" || (task === undefined && looksLikeClasses(cells))) return classesOf(cells);
  const wrong = cells.findIndex((cell) => numberIn(cell) === undefined);
  if (wrong >= 0) return problem(wrong, "a number");
  return { kind: "values", values: Float32Array.from(cells, Number), width: 1 };
};

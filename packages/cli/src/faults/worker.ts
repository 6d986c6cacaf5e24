/** Runs the cells of the fault suite that stand in its first argument, and prints a line of JSON of each. */
import { type Cell, makeCellMemo, runRow } from "@attune/train";

const cells: ReadonlyArray<Cell> = JSON.parse(process.argv[2] ?? "[]");
const memo = makeCellMemo();
for (const cell of cells) process.stdout.write(`${JSON.stringify(await runRow(cell, memo))}\n`);

import { type Advice, followAdvice } from "./advice.ts";
import type { Cell, CellResult } from "./Cell.ts";
import type { CellMemo } from "./cellContext.ts";
import { runCell } from "./runCell.ts";

/** A cell that ran, and what came of the advice where it is faulty. */
export interface Row {
  readonly result: CellResult;
  readonly advice?: Advice;
}

export const runRow = async (cell: Cell, memo: CellMemo): Promise<Row> => {
  const result = await runCell(cell, memo);
  const advice = await followAdvice(result, memo);
  return { result, ...(advice === undefined ? {} : { advice }) };
};

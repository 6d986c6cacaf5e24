import { type Advice, followAdvice } from "./advice.ts";
import type { Cell, CellResult } from "./Cell.ts";
import type { CellMemo } from "./cellContext.ts";
import { decodeCell, runCell } from "./runCell.ts";

/** Every patch that is offered must decode: throws where one does not. */
const decodeOffers = ({ findings, ...cell }: CellResult): void => {
  for (const { patch } of findings.flatMap(({ remedies }) => remedies)) if (patch) decodeCell(cell, [patch]);
};

/** A cell that ran, and what came of the advice where it is faulty. */
export interface Row {
  readonly result: CellResult;
  readonly advice?: Advice;
}

export const runRow = async (cell: Cell, memo: CellMemo): Promise<Row> => {
  const result = await runCell(cell, memo);
  decodeOffers(result);
  const advice = await followAdvice(result, memo);
  return { result, ...(advice === undefined ? {} : { advice }) };
};

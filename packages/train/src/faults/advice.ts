/** Whether the advice works: the first remedy of what was told of a fault, applied, and the cell run again. */
import type { Patch, Remedy } from "@attune/core";
import { type CellResult, faultOf } from "./Cell.ts";
import type { CellMemo } from "./cellContext.ts";
import { runCell } from "./runCell.ts";
import { told } from "./told.ts";

export interface Advice {
  readonly fault: string;
  readonly code: string;
  readonly text: string;
  /** Absent where the remedy is done by hand. */
  readonly patch?: Patch;
  /** The code did not fire again. */
  readonly gone?: boolean;
  /** Validation accuracy without the patch, where a training ended, and with it. */
  readonly before?: number;
  readonly after?: number;
}

/** Of ten classes: what a network must be above where none was trained before. */
const CHANCE = 0.2;

const findingOf = ({ findings, ...cell }: CellResult) => told(findings, faultOf(cell)?.expected ?? [])[0];

export const worked = ({ gone, before, after }: Advice): boolean =>
  gone === true && after !== undefined && after > (before ?? CHANCE);

/** Undefined where no expected code fired. `result` is of the cell as it was. */
export const followAdvice = async (result: CellResult, memo: CellMemo): Promise<Advice | undefined> => {
  const finding = findingOf(result);
  const remedy: Remedy | undefined = finding?.remedies[0];
  if (finding === undefined || remedy === undefined) return undefined;
  const said = { fault: result.subject, code: finding.code, text: remedy.text };
  if (remedy.patch === undefined) return said;
  const { subject, network, seed } = result;
  const again = await runCell({ subject, network, seed }, memo, [remedy.patch]);
  return {
    ...said,
    patch: remedy.patch,
    gone: told(again.findings, [finding.code]).length === 0,
    ...(result.validation === undefined ? {} : { before: result.validation }),
    ...(again.validation === undefined ? {} : { after: again.validation }),
  };
};

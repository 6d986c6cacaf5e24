/** How often the advice worked, by fault and remedy. */
import { type Advice, worked } from "./advice.ts";
import type { Share } from "./score.ts";

export interface AdviceScore {
  readonly fault: string;
  readonly code: string;
  /** What was changed, and to what in the first of its cells; of a remedy by hand its text. */
  readonly remedy: string;
  readonly byHand: boolean;
  readonly cells: number;
  /** The code did not fire again; and validation was better too. */
  readonly gone: Share;
  readonly worked: Share;
}

const remedyText = ({ patch, text }: Advice): string =>
  patch === undefined ? text : `${patch.path}: ${JSON.stringify(patch.value)}`;

/** Remedies with numbers of the cell in them are told together. */
const kindOf = ({ fault, code, patch, text }: Advice): string => `${fault} ${code} ${patch?.path ?? text}`;

export const adviceScore = (all: ReadonlyArray<Advice>): ReadonlyArray<AdviceScore> =>
  [...new Set(all.map(kindOf))].map((kind) => {
    const cells = all.filter((each) => kindOf(each) === kind);
    const [first] = cells;
    const count = (holds: (each: Advice) => boolean) => ({
      count: cells.filter(holds).length,
      of: cells.length,
    });
    return {
      fault: first!.fault,
      code: first!.code,
      remedy: remedyText(first!),
      byHand: first!.patch === undefined,
      cells: cells.length,
      gone: count(({ gone }) => gone === true),
      worked: count(worked),
    };
  });

/**
 * Lines that are drawn over themselves below what is on the screen already.
 *
 * A terminal that gets narrower breaks the lines that stand there into several rows, so the way back up is counted in
 * the rows that they take now. A terminal that gets wider joins none: every line was drawn within the width of then.
 */
import { type Line, lineWidth } from "./Line.ts";
import { paint } from "./paint.ts";

export interface Screen {
  readonly write: (text: string) => void;
  readonly columns: () => number;
}

const UP = (rows: number) => (rows > 0 ? `\x1b[${rows}A` : "");
const CLEAR_ROW = "\x1b[2K";
/** Never from the first row: some terminals keep what a cleared screen held, and would keep every drawing. */
const CLEAR_BELOW = "\x1b[0J";

/** Rows that lines of these widths take. */
const rowsOf = (widths: ReadonlyArray<number>, columns: number): number =>
  widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);

/** Gives the function that draws; the cursor rests at the start of the row below the lines. */
export const liveTable = ({ write, columns }: Screen, colours: boolean) => {
  let drawn: ReadonlyArray<number> = [];
  return (lines: ReadonlyArray<Line>): void => {
    const text = lines.map((line) => `${CLEAR_ROW}${paint(line, colours)}\n`).join("");
    write(`\r${UP(rowsOf(drawn, columns()))}${text}${CLEAR_BELOW}`);
    drawn = lines.map(lineWidth);
  };
};

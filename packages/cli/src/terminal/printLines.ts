import type { Line } from "./Line.ts";
import { paint, wantsColours } from "./paint.ts";

/** Prints to standard output, with colours where it is a terminal that wants them. */
export const printLines = (lines: ReadonlyArray<Line>): void => {
  const colours = wantsColours(process.stdout, process.env);
  for (const line of lines) console.log(paint(line, colours).trimEnd());
};

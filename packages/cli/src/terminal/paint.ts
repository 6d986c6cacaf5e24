import type { Line, Style } from "./Line.ts";

/** SGR codes of the 16 colours that every terminal has in its own shade. */
const codes: Readonly<Record<Style, number>> = { good: 32, warning: 33, bad: 31, quiet: 2, strong: 1 };

/** The line as text, with colours where they are wanted. */
export const paint = (line: Line, colours: boolean): string =>
  line
    .map(({ text, style }) => (colours && style !== undefined ? `\x1b[${codes[style]}m${text}\x1b[0m` : text))
    .join("");

/** Colours on a terminal, unless `NO_COLOR` is set (no-color.org) or the terminal says that it is dumb. */
export const wantsColours = (
  out: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean => out.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";

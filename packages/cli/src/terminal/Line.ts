/** A line for a terminal, in pieces. A style only underlines what the words say: without colours nothing is lost. */

export type Style = "good" | "warning" | "bad" | "quiet" | "strong";

export interface Span {
  readonly text: string;
  readonly style?: Style;
}

export type Line = ReadonlyArray<Span>;

export const span = (text: string, style?: Style): Span => (style === undefined ? { text } : { text, style });

export const plainText = (line: Line): string => line.map(({ text }) => text).join("");

/** Columns that a line takes: every sign that we print is one wide. */
export const lineWidth = (line: Line): number => line.reduce((sum, { text }) => sum + [...text].length, 0);

/** The line in at most `width` columns; what is cut off is marked by an ellipsis. */
export const cutLine = (line: Line, width: number): Line => {
  if (lineWidth(line) <= width) return line;
  let left = width - 1;
  const kept: Array<Span> = [];
  for (const part of line) {
    const signs = [...part.text].slice(0, Math.max(0, left));
    if (signs.length > 0) kept.push({ ...part, text: signs.join("") });
    left -= signs.length;
  }
  return width < 1 ? [] : [...kept, span("…", "quiet")];
};

/** As many of the parts as fit, the most important first, two spaces between them; the first is cut if it must. */
export const fitLine = (parts: ReadonlyArray<Line>, width: number): Line => {
  const [first = [], ...others] = parts.filter((part) => lineWidth(part) > 0);
  const line = [...cutLine(first, width)];
  for (const part of others)
    if (lineWidth(line) + 2 + lineWidth(part) <= width) line.push(span("  "), ...part);
  return line;
};

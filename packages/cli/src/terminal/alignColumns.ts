import { type Line, lineWidth, type Span, span } from "./Line.ts";

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
}

/** Rows under a header, every column as wide as its widest cell; columns that are empty in all rows are left out. */
export const alignColumns = (
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<ReadonlyArray<Span>>,
): ReadonlyArray<Line> => {
  const shown = columns.flatMap((column, i) =>
    rows.some((row) => (row[i]?.text ?? "") !== "") ? [{ ...column, i }] : [],
  );
  const widths = shown.map(({ title, i }) =>
    Math.max(title.length, ...rows.map((row) => lineWidth([row[i] ?? span("")]))),
  );
  const lineOf = (cells: ReadonlyArray<Span>): Line =>
    cells.flatMap((cell, at) => {
      const gap = span(at === 0 ? "" : "  ");
      const pad = span(" ".repeat(widths[at]! - lineWidth([cell])));
      if (shown[at]?.right) return [gap, pad, cell];
      return at === cells.length - 1 ? [gap, cell] : [gap, cell, pad];
    });
  return [
    lineOf(shown.map(({ title }) => span(title, "quiet"))),
    ...rows.map((row) => lineOf(shown.map(({ i }) => row[i] ?? span("")))),
  ];
};

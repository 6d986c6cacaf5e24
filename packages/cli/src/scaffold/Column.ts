/** What the columns of a table say of the experiment that it is for. */
import { numberIn, type Table } from "@attune/nn";

/** `mixed` holds numbers and text; `constant` one value; `key` a different text or whole number in (almost) every row. */
export type ColumnKind = "numbers" | "text" | "mixed" | "constant" | "key";

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Different values. */
  readonly values: number;
  /** Cells that hold none. */
  readonly missing: number;
}

/** Share of different values from which text is a name, a date or a number of its row. */
const KEY_SHARE = 0.9;

const kindOf = (name: string, known: ReadonlyArray<string | number>, values: number): ColumnKind => {
  const numbers = known.map(numberIn);
  const texts = numbers.filter((number) => number === undefined).length;
  if (values <= 1) return "constant";
  if (texts > 0 && texts < known.length) return "mixed";
  if (values >= KEY_SHARE * known.length) {
    if (texts > 0) return "key";
    // only its name tells a number of the row from a measurement
    if (/^(id|index|no|nr|row|key|.*_id)$/i.test(name) && numbers.every(Number.isInteger)) return "key";
  }
  return texts > 0 ? "text" : "numbers";
};

export const columnsOf = (table: Table): ReadonlyArray<Column> =>
  table.names.map((name) => {
    const cells = table.cells(name);
    const known = cells.filter((cell) => cell !== undefined);
    const values = new Set(known.map(String)).size;
    return { name, kind: kindOf(name, known, values), values, missing: cells.length - known.length };
  });

/** Texts that other programs write where a value is missing. */
const gapTexts = ["NA", "N/A", "NaN", "nan", "null", "?"];

/** The texts that stand for a missing value: nothing, and those of `gapTexts` that stand among numbers. */
export const blanksOf = (table: Table): ReadonlyArray<string> => {
  const found = table.names.flatMap((name) => {
    const cells = table.cells(name).filter((cell) => cell !== undefined);
    const texts = [...new Set(cells.filter((cell) => numberIn(cell) === undefined).map(String))];
    return texts.length < new Set(cells).size && texts.every((text) => gapTexts.includes(text)) ? texts : [];
  });
  return ["", ...new Set(found)];
};

/** The column to predict: one that is called so, else the last. */
export const likelyTarget = (names: ReadonlyArray<string>): string =>
  names.find((name) => /^(target|label|class|species|y)$/i.test(name)) ?? names.at(-1) ?? "";

/** Least and greatest number of a column. */
export const rangeOf = (table: Table, name: string): readonly [number, number] => {
  const numbers = table.cells(name).flatMap((cell) => numberIn(cell) ?? []);
  return numbers.reduce<readonly [number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
};

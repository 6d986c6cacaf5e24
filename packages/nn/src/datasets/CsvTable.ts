/** A CSV file as text cells: every row as long as the header. */
import { CsvError, parse } from "csv-parse/sync";
import type { DataProblem } from "../Dataset.ts";

export interface CsvTable {
  /** As the user wrote it, for messages. */
  readonly file: string;
  readonly header: ReadonlyArray<string>;
  readonly rows: ReadonlyArray<{
    /** Line of the file, the header's is 1. */
    readonly line: number;
    readonly cells: ReadonlyArray<string>;
  }>;
}

/** One cell that is not what it must be. */
export const cellProblem = (
  { file, header }: CsvTable,
  line: number,
  column: number,
  expected: string,
  received: string,
): string => {
  const shown = received === "" ? "nothing" : JSON.stringify(received);
  return `${file}, row ${line}, column ${header[column]}: expected ${expected}, received ${shown}`;
};

interface Parsed {
  readonly record: ReadonlyArray<string>;
  readonly info: { readonly lines: number };
}

const parseText = (text: string, delimiter: string): ReadonlyArray<Parsed> =>
  parse(text, {
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true, // told below, with row and column
    skip_empty_lines: true,
    trim: true,
  }) as unknown as ReadonlyArray<Parsed>; // its types do not know what `info` adds

const columnsProblem = (file: string, header: ReadonlyArray<string>): string | undefined => {
  const unnamed = header.indexOf("");
  if (unnamed >= 0) return `${file}, row 1, column ${unnamed + 1}: expected a column name, received nothing`;
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  return twice === undefined ? undefined : `${file}, row 1, column ${twice}: two columns have this name`;
};

/** Quoted cells as in RFC 4180. Rows are counted as an editor counts lines; empty lines are left out. */
export const readCsvTable = (file: string, text: string, delimiter: string): CsvTable | DataProblem => {
  const problem = (text: string): DataProblem => ({ problem: text, path: ["path"] });
  let parsed: ReadonlyArray<Parsed>;
  try {
    parsed = parseText(text, delimiter);
  } catch (error) {
    if (error instanceof CsvError) return problem(`${file}: ${error.message}`);
    throw error;
  }
  const [first, ...others] = parsed;
  if (first === undefined) return problem(`${file}: the file is empty`);
  const header = first.record;
  const wrongColumns = columnsProblem(file, header);
  if (wrongColumns !== undefined) return problem(wrongColumns);
  if (others.length === 0) return problem(`${file}: expected rows below the header, received none`);
  for (const { record, info } of others) {
    if (record.length !== header.length) {
      const where =
        record.length < header.length
          ? `column ${header[record.length]} is missing`
          : `nothing is named above column ${header.length + 1}`;
      return problem(
        `${file}, row ${info.lines}: expected ${header.length} cells as in the header, received ${record.length}; ${where}`,
      );
    }
  }
  return { file, header, rows: others.map(({ record, info }) => ({ line: info.lines, cells: record })) };
};

/** Reads columns of a Parquet file. */
import { type FileMetaData, parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";
import type { DataProblem } from "../Dataset.ts";
import { type Cell, cellProblem, type Table } from "./Table.ts";

export interface ParquetFile {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly metadata: FileMetaData;
  /** Of the columns. */
  readonly names: ReadonlyArray<string>;
}

const notParquet = (file: string, error: unknown): DataProblem => ({
  problem: `${file}: expected a Parquet file: ${error instanceof Error ? error.message : error}`,
  path: ["path"],
});

export const openParquet = (file: string, bytes: Uint8Array): ParquetFile | DataProblem => {
  try {
    const metadata = parquetMetadata(bytes);
    return {
      file,
      bytes,
      metadata,
      names: parquetSchema(metadata).children.map(({ element }) => element.name),
    };
  } catch (error) {
    return notParquet(file, error);
  }
};

const kindOf = (value: unknown): string => {
  if (value instanceof Date) return "a date";
  return Array.isArray(value) ? "a list" : typeof value === "bigint" ? String(value) : "a structure";
};

/** Null and NaN are missing, true is 1 and false 0; undefined where it is nothing that a cell can be. */
const cellOf = (value: unknown): { readonly cell: Cell } | undefined => {
  if (value === null || value === undefined || Number.isNaN(value)) return { cell: undefined };
  if (typeof value === "string" || typeof value === "number") return { cell: value };
  if (typeof value === "boolean") return { cell: value ? 1 : 0 };
  return typeof value === "bigint" && Number.isSafeInteger(Number(value))
    ? { cell: Number(value) }
    : undefined;
};

/** The columns `names`. Rows are counted from 1. */
export const readParquetTable = async (
  { file, bytes, metadata, names: all }: ParquetFile,
  names: ReadonlyArray<string>,
): Promise<Table | DataProblem> => {
  const buffer = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer,
  };
  let rows: ReadonlyArray<Record<string, unknown>>;
  // its import starts WebAssembly: paid only by who reads such a file
  const { compressors } = await import("hyparquet-compressors");
  try {
    rows = await parquetReadObjects({ file: buffer, metadata, columns: [...names], compressors });
  } catch (error) {
    return notParquet(file, error);
  }
  if (rows.length === 0) return { problem: `${file}: expected rows, received none`, path: ["path"] };
  const columns = new Map<string, ReadonlyArray<Cell>>();
  for (const name of names) {
    const cells: Array<Cell> = [];
    for (const [index, row] of rows.entries()) {
      const found = cellOf(row[name]);
      if (found === undefined) {
        const expected = "a number of up to 53 bits, a text or a boolean";
        const problem = cellProblem(file, index + 1, name, expected, kindOf(row[name]));
        return { problem, path: ["path"], remedy: `leave it out by features: { exclude: [${name}] }` };
      }
      cells.push(found.cell);
    }
    columns.set(name, cells);
  }
  return {
    file,
    names: all,
    examples: rows.length,
    row: (example) => example + 1,
    cells: (name) => columns.get(name) ?? [],
  };
};

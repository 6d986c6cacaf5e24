import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readCsvTable } from "../src/datasets/readCsvTable.ts";
import { isDataProblem } from "../src/index.ts";

const read = (text: string, delimiter: string) => {
  const table = readCsvTable("a.csv", text, delimiter, [""]);
  if (isDataProblem(table)) return table;
  const { names, examples, row, cells } = table;
  return { names, rows: Array.from({ length: examples }, (_, at) => row(at)), columns: names.map(cells) };
};

const character = fc.constantFrom(..."ab1.-,,;\n\n \t\f\u00a0\u2028é#'\\");

it("a text without quotes is read as one with a quote, which a parser of quotes reads", () => {
  fc.assert(
    fc.property(
      fc.array(character, { maxLength: 40 }),
      fc.constantFrom(",", ";", ", "),
      fc.boolean(),
      (body, delimiter, marked) => {
        const [start, rest] = [marked ? "\uFEFF" : "", `${delimiter}d\n${body.join("")}`];
        expect(read(`${start}c${rest}`, delimiter)).toEqual(read(`${start}"c"${rest}`, delimiter));
      },
    ),
    { numRuns: 2000 },
  );
});

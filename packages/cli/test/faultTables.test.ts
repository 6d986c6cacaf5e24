import { expect, it } from "vitest";
import { adviceTable, codeTable, faultTable } from "../src/faults/faultTables.ts";

const all = { count: 3, of: 4 };
const none = { count: 0, of: 0 };
const score = {
  faults: [{ fault: "too_short", expected: ["FIT005"], recall: all, first: none }],
  codes: [{ code: "FIT005", precision: none, recall: all, alarms: 0 }],
  precision: none,
  recall: all,
  silent: { count: 2, of: 2 },
};

it("shows shares with their counts, and a dash where there is nothing to share", () => {
  expect(faultTable(score)).toEqual([
    "| fault     | told by any of | recall     | first in the chain |",
    "|-----------|----------------|------------|--------------------|",
    "| too_short | FIT005         | 0.75 (3/4) | –                  |",
    "| all       |                | 0.75 (3/4) |                    |",
  ]);
  expect(codeTable(score)[2]).toBe(
    "| FIT005 | –         | 0.75 (3/4)           | 0                             |",
  );
  expect(codeTable(score).at(-1)).toBe("Healthy cells without a warning: 1.00 (2/2).");
});

it("keeps what is done by hand out of the sum", () => {
  const row = { fault: "too_short", code: "FIT005", remedy: "steps.train.with.epochs: 4", cells: 4 };
  const lines = adviceTable([
    { ...row, byHand: false, gone: all, worked: { count: 2, of: 4 } },
    { ...row, byHand: true, remedy: "Look.", gone: { count: 0, of: 4 }, worked: { count: 0, of: 4 } },
  ]);
  expect(lines[3]).toMatch(/^\| all .* 0.75 \(3\/4\) .* 0.50 \(2\/4\) /);
  expect(lines.at(-1)).toBe("- too_short, FIT005, 4 cells: Look.");
});

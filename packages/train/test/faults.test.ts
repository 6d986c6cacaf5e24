/** The fault suite: its tables are sound, and some cells of it end as they must. The whole runs by `attune faults`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "@attune/core";
import { describe, expect, it } from "vitest";
import { checks } from "../src/checks/catalog.ts";
import { diagnoses } from "../src/diagnoses/catalog.ts";
import { adviceScore } from "../src/faults/adviceScore.ts";
import { allCells, type CellResult, halfOf, quickCells } from "../src/faults/Cell.ts";
import { faults } from "../src/faults/catalog.ts";
import { makeCellMemo } from "../src/faults/cellContext.ts";
import { healthy } from "../src/faults/healthy.ts";
import { decodeCell } from "../src/faults/runCell.ts";
import { runRow } from "../src/faults/runRow.ts";
import { score } from "../src/faults/score.ts";
import { warned } from "../src/faults/told.ts";
import { initialChecks } from "../src/initialChecks/catalog.ts";

/** NUM001 and LOS003 end a training, and are of no catalog. */
const codes = [
  ...[checks, initialChecks, diagnoses].flatMap((catalog) => Object.values(catalog).map(({ code }) => code)),
  "NUM001",
  "LOS003",
];

describe("the tables", () => {
  it("have 15 faults or more, as many healthy cells, in five seeds", () => {
    expect(Object.keys(faults).length).toBeGreaterThanOrEqual(15);
    const cells = allCells();
    const faulty = cells.filter(({ subject }) => subject in faults);
    expect(cells.length - faulty.length).toBeGreaterThan(0.8 * faulty.length);
    expect(new Set(cells.map(({ seed }) => seed)).size).toBe(5);
  });

  it.each(Object.entries(faults))("%s names codes that there are", (_, { expected, consequences }) => {
    for (const code of [...expected, ...consequences]) expect(codes).toContain(code);
    expect(new Set(expected).size).toBe(expected.length);
  });

  it.each([
    ...Object.keys(faults),
    ...Object.keys(healthy),
  ])("%s is an experiment that decodes", (subject) => {
    const cells = allCells().filter((cell) => cell.subject === subject);
    expect(cells.length).toBeGreaterThanOrEqual(5);
    for (const cell of cells) expect(() => decodeCell(cell)).not.toThrow();
  });

  it("fall into halves of like size, the same each time", () => {
    const cells = allCells();
    const calibration = cells.filter((cell) => halfOf(cell) === "calibration");
    expect(calibration.length / cells.length).toBeGreaterThan(0.45);
    expect(calibration.length / cells.length).toBeLessThan(0.55);
    expect(halfOf({ subject: "plain", network: "mlp", seed: 1 })).toBe(
      halfOf({ subject: "plain", network: "mlp", seed: 1 }),
    );
    expect(quickCells().length).toBeLessThan(50);
  });
});

const finding = (code: string, severity: Finding["severity"]): Finding => ({
  code,
  name: code,
  severity,
  where: "",
  evidence: "",
  reason: "",
  remedies: [],
  source: "",
});

const cell = (subject: string, ...findings: ReadonlyArray<Finding>): CellResult => ({
  subject,
  network: "mlp",
  seed: 1,
  findings,
});

it("scores by what the fault explains; an information is no warning", () => {
  const {
    precision,
    recall,
    silent,
    codes: each,
  } = score([
    cell("rate_over_100", finding("LR001", "warn"), finding("FIT005", "info")),
    cell("rate_over_100", finding("DAT001", "warn")),
    cell("too_short", finding("FIT005", "info")),
    cell("plain", finding("LR001", "warn")),
    cell("plain", finding("SAN001", "info")),
  ]);
  expect(precision).toEqual({ count: 1, of: 3 });
  expect(recall).toEqual({ count: 2, of: 3 });
  expect(silent).toEqual({ count: 1, of: 2 });
  expect(each.find(({ code }) => code === "LR001")).toEqual({
    code: "LR001",
    precision: { count: 1, of: 2 },
    recall: { count: 1, of: 2 },
    alarms: 1,
  });
});

it("tells the advice of a fault together, whatever its numbers", () => {
  const advice = { fault: "rate_over_100", code: "LR001", text: "", patch: { path: "a", value: 1 } };
  const [all] = adviceScore([
    { ...advice, gone: true, before: 0.5, after: 0.6 },
    { ...advice, patch: { path: "a", value: 2 }, gone: true, before: 0.5, after: 0.4 },
  ]);
  expect(all).toMatchObject({ cells: 2, gone: { count: 2, of: 2 }, worked: { count: 1, of: 2 } });
});

it("docs/diagnoses.md has every code, and no other", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/diagnoses.md"), "utf8");
  const told = [...page.matchAll(/^\*\*([A-Z]{2,3}\d{3})\*\*/gm)].map(([, code]) => code);
  expect(told.toSorted()).toEqual(codes.toSorted());
});

describe("cells", () => {
  const memo = makeCellMemo();
  const run = (subject: string) => runRow({ subject, network: "table", seed: 1 }, memo);

  it("a healthy one is silent, a faulty one is told, and its advice followed", {
    timeout: 60_000,
  }, async () => {
    expect(warned((await run("plain")).result.findings)).toEqual([]);
    const { result } = await run("constant_feature");
    expect(warned(result.findings)).toContain("DAT002");
    const { advice } = await runRow({ subject: "zero_weights", network: "mlp", seed: 1 }, memo);
    expect(advice).toMatchObject({ code: "INI001", gone: true });
    expect(advice?.after).toBeGreaterThan(0.8);
  });
});

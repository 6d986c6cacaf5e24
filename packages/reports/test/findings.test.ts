import type { CheckResult } from "@attune/core";
import { expect, it } from "vitest";
import { collectFindings } from "../src/sections/collectFindings.ts";

const check = (code: string, status: CheckResult["status"], evidence: string): CheckResult => ({
  code,
  name: "lossAtInit",
  status,
  evidence,
});

it("a waived check is shown with its reason, before what passed; one that did not apply comes last", () => {
  const checks = [
    check("SAN003", "not_applicable", "the sum of squared weights is 0"),
    check("SAN002", "pass", "loss 1"),
    check("SAN004", "not_applicable", "waived: zero on purpose"),
    check("SAN001", "warn", "loss 9"),
  ];
  const lines = collectFindings([{ where: "sanity", findings: [], checks }], "trial");
  expect(lines.map(({ code, status, evidence }) => [code, status, evidence])).toEqual([
    ["SAN001", "warn", "loss 9"],
    ["SAN004", "waived", "zero on purpose"],
    ["SAN002", "pass", "loss 1"],
    ["SAN003", "not_applicable", "the sum of squared weights is 0"],
  ]);
});

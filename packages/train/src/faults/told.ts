import type { Finding } from "@attune/core";

/** Codes that inform and never warn: to be told by one of them is to be told. */
export const INFORMING: ReadonlyArray<string> = [
  "INI002",
  "DAT006",
  "ACT003",
  "WGT002",
  "WGT003",
  "WGT004",
  "LR005",
  "LR006",
  "LR008",
  "LOS007",
  "FIT004",
  "FIT005",
  "FIT006",
];

/** Codes of the findings that warn or fail. */
export const warned = (findings: ReadonlyArray<Finding>): ReadonlyArray<string> => [
  ...new Set(findings.flatMap(({ code, severity }) => (severity === "info" ? [] : [code]))),
];

/** The findings that name the fault, in the order in which they were told. */
export const told = (
  findings: ReadonlyArray<Finding>,
  expected: ReadonlyArray<string>,
): ReadonlyArray<Finding> =>
  findings.filter(
    ({ code, severity }) => expected.includes(code) && (severity !== "info" || INFORMING.includes(code)),
  );

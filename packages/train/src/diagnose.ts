import type { CheckResult, Finding } from "@attune/core";
import type { Diagnosis } from "./Diagnosis.ts";
import { diagnoses } from "./diagnoses/catalog.ts";
import type { History } from "./History.ts";

/** Every diagnosis of a history, in the catalog's order: what may have caused the others comes first. */
export const diagnose = (
  history: History,
  catalog: Readonly<Record<string, Diagnosis>> = diagnoses,
): { readonly checks: ReadonlyArray<CheckResult>; readonly findings: ReadonlyArray<Finding> } => {
  const verdicts = Object.values(catalog).map((each) => each.diagnose(history));
  return {
    checks: verdicts.map(({ result }) => result),
    findings: verdicts.flatMap(({ finding }) => finding ?? []),
  };
};

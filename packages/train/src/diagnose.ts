import type { CheckResult, Finding } from "@attune/core";
import type { Diagnosis } from "./Diagnosis.ts";
import { diagnoses } from "./diagnoses/catalog.ts";
import type { History } from "./History.ts";

/** Families of codes from cause to symptom: data, start, activations, gradients, rate, shape of the loss, fit. */
const CHAIN = ["DAT", "INI", "ACT", "GRD", "WGT", "UPD", "LR", "LOS", "FIT"];

const placeOf = ({ code }: Pick<Diagnosis, "code">): number => {
  const place = CHAIN.indexOf(code.replace(/\d+$/, ""));
  return place === -1 ? CHAIN.length : place;
};

/** Every diagnosis of a history: what may have caused the others comes first. */
export const diagnose = (
  history: History,
  catalog: Readonly<Record<string, Diagnosis>> = diagnoses,
): { readonly checks: ReadonlyArray<CheckResult>; readonly findings: ReadonlyArray<Finding> } => {
  const ordered = Object.values(catalog).toSorted((a, b) => placeOf(a) - placeOf(b));
  const verdicts = ordered.map((each) => each.diagnose(history));
  return {
    checks: verdicts.map(({ result }) => result),
    findings: verdicts.flatMap(({ finding }) => finding ?? []),
  };
};

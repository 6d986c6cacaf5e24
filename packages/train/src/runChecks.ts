import { type Outcome, outcome } from "@attune/core";
import { type Check, notApplicable, type Verdict, type Wiring } from "./Check.ts";
import { checks } from "./checks/catalog.ts";
import type { CheckName, SanityConfig } from "./SanityConfig.ts";

const verdictOf = (name: CheckName, wiring: Wiring, config: SanityConfig): Verdict => {
  const settings = config.checks[name];
  const check = checks[name] as Check<typeof settings>; // the settings were decoded by this check's schema
  return settings.waive === undefined
    ? check.run(wiring, settings)
    : notApplicable(check, `waived: ${settings.waive}`);
};

/** After a failure: a network that is known to be broken may well break a check. */
const orError = (name: CheckName, wiring: Wiring, config: SanityConfig): Verdict => {
  try {
    return verdictOf(name, wiring, config);
  } catch (cause) {
    const { code } = checks[name];
    const evidence = cause instanceof Error ? cause.message : String(cause);
    return { result: { code, name: checks[name].name, status: "error", evidence } };
  }
};

/** Where these fail there is nothing to compute with, and what other checks would say is noise. */
const FIRST: ReadonlyArray<CheckName> = ["non_finite_data", "label_range"];

const afterBrokenData = (name: CheckName, broken: CheckName): Verdict =>
  notApplicable(checks[name], `the data cannot be used: first ${checks[broken].code}`);

/** Runs every check, in the catalog's order. One `fail` makes the configuration infeasible. */
export const runChecks = (wiring: Wiring, config: SanityConfig): Outcome => {
  const names = Object.keys(checks) as ReadonlyArray<CheckName>; // an object literal's own keys
  const verdicts: Array<Verdict> = [];
  let broken: CheckName | undefined;
  for (const name of names) {
    if (broken !== undefined) {
      verdicts.push(afterBrokenData(name, broken));
      continue;
    }
    const failed = verdicts.some(({ result }) => result.status === "fail");
    verdicts.push(failed ? orError(name, wiring, config) : verdictOf(name, wiring, config));
    if (FIRST.includes(name) && verdicts.at(-1)?.result.status === "fail") broken = name;
  }
  return outcome({
    status: verdicts.some(({ result }) => result.status === "fail") ? "infeasible" : "succeeded",
    checks: verdicts.map(({ result }) => result),
    findings: verdicts.flatMap(({ finding }) => (finding ? [finding] : [])),
  });
};

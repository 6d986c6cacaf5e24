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

/** Runs every check, in the catalog's order. One `fail` makes the configuration infeasible. */
export const runChecks = (wiring: Wiring, config: SanityConfig): Outcome => {
  const names = Object.keys(checks) as ReadonlyArray<CheckName>; // an object literal's own keys
  const verdicts = names.map((name) => verdictOf(name, wiring, config));
  return outcome({
    status: verdicts.some(({ result }) => result.status === "fail") ? "infeasible" : "succeeded",
    checks: verdicts.map(({ result }) => result),
    findings: verdicts.flatMap(({ finding }) => (finding ? [finding] : [])),
  });
};

import type { Outcome } from "@attune/core";
import { notApplicable } from "./Check.ts";
import type { InitialCheck } from "./InitialCheck.ts";
import type { InitialState } from "./InitialState.ts";
import type { InitialCheckName, InitStepConfig } from "./InitStepConfig.ts";
import { initialChecks } from "./initialChecks/catalog.ts";

/** Names in YAML of the checks that are not to run. */
export const waivedChecks = ({ checks }: Pick<InitStepConfig, "checks">): ReadonlyArray<InitialCheckName> =>
  (Object.keys(initialChecks) as ReadonlyArray<InitialCheckName>) // an object literal's own keys
    .filter((name) => checks[name].waive !== undefined);

/** Runs every check, in the catalog's order. One `fail` makes the configuration infeasible. */
export const runInitialChecks = (
  state: InitialState,
  { checks }: Pick<InitStepConfig, "checks">,
): Pick<Outcome, "status" | "checks" | "findings"> => {
  const verdicts = Object.entries(initialChecks).map(([name, check]: [string, InitialCheck]) => {
    const reason = checks[name as InitialCheckName].waive; // an object literal's own keys
    return reason === undefined ? check.run(state) : notApplicable(check, `waived: ${reason}`);
  });
  return {
    status: verdicts.some(({ result }) => result.status === "fail") ? "infeasible" : "succeeded",
    checks: verdicts.map(({ result }) => result),
    findings: verdicts.flatMap(({ finding }) => (finding ? [finding] : [])),
  };
};

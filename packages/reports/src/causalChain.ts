/** What went wrong in one training or run, from the earliest cause to what it led to. */
import type { Finding } from "@attune/core";

/** How a training ends: the last link, whatever the order in which it was found. */
const BREAKDOWNS = ["NUM001", "LOS003"];

/**
 * Findings that fail or warn, each code once, in their order: steps as they ran, diagnoses with causes before symptoms.
 * A breakdown comes last.
 */
export const causalChain = (findings: ReadonlyArray<Finding>): ReadonlyArray<Finding> => {
  const grave = findings.filter(({ severity }) => severity !== "info");
  const once = grave.filter(({ code }, at) => grave.findIndex((other) => other.code === code) === at);
  const ends = ({ code }: Finding) => BREAKDOWNS.includes(code);
  return [...once.filter((finding) => !ends(finding)), ...once.filter(ends)];
};

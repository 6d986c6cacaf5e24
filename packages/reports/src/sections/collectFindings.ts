/** Findings and checks of many steps or trials, one line for each code. */
import type { CheckResult, Finding } from "@attune/core";
import { countText } from "../texts/countText.ts";

/** What was found in one place: a step of a run, a trial of a study. */
export interface FindingSource {
  /** `trial 17`, `sanity`. */
  readonly where: string;
  readonly findings: ReadonlyArray<Finding>;
  readonly checks: ReadonlyArray<CheckResult>;
  /** What `attune apply` needs beside code and file to find it, often nothing; undefined where it does not look. */
  readonly applied?: string;
}

export interface FindingLine {
  readonly code: string;
  readonly name: string;
  /** `waived` and `not_applicable`: the check did not run, and its evidence is the reason. */
  readonly status: "fail" | "warn" | "info" | "error" | "waived" | "pass" | "not_applicable";
  /** The finding's evidence, or that of the check; the first of its places. */
  readonly evidence: string;
  readonly places: ReadonlyArray<string>;
  /** `14 of 200 trials`; undefined where there is one place only. */
  readonly share: string | undefined;
  readonly finding: Finding | undefined;
  /** As of its source. */
  readonly applied: string | undefined;
  /** Of a study: a warning that the best trial does not have, nor most others. Spaces are wide to find them. */
  readonly aside: boolean;
  /** Unique on the page; only of a finding. */
  readonly anchor: string | undefined;
}

/** Worst first. */
export const statusOrder = ["fail", "error", "warn", "info", "waived", "pass", "not_applicable"] as const;

/** How a check tells that the experiment file left it out. */
const WAIVED = "waived: ";

interface Entry {
  readonly code: string;
  readonly name: string;
  readonly status: FindingLine["status"];
  readonly evidence: string;
  readonly where: string;
  readonly finding: Finding | undefined;
  readonly applied: string | undefined;
}

const entriesOf = ({ where, findings, checks, applied }: FindingSource): ReadonlyArray<Entry> => {
  const found = findings.map(
    (finding): Entry => ({ ...finding, status: finding.severity, where, finding, applied }),
  );
  const told = new Set(findings.map(({ code }) => code));
  const rest = checks.flatMap(({ status, ...check }): ReadonlyArray<Entry> => {
    if (told.has(check.code)) return [];
    const waived = status === "not_applicable" && check.evidence.startsWith(WAIVED);
    const evidence = waived ? check.evidence.slice(WAIVED.length) : check.evidence;
    return [{ ...check, evidence, status: waived ? "waived" : status, where, finding: undefined, applied }];
  });
  return [...found, ...rest];
};

/** The first line of each code has its anchor: severities of one code stand apart. */
export const withAnchors = (lines: ReadonlyArray<FindingLine>): ReadonlyArray<FindingLine> =>
  lines.map((line, at) =>
    line.finding && lines.findIndex(({ code, finding }) => finding && code === line.code) === at
      ? { ...line, anchor: `finding-${line.code}` }
      : line,
  );

/**
 * Worst first; of equal weight, the most frequent first, else in their own order: that of causes. Checks that passed,
 * then those that did not apply, come last.
 */
export const collectFindings = (
  sources: ReadonlyArray<FindingSource>,
  noun: string,
): ReadonlyArray<FindingLine> => {
  const groups = Map.groupBy(sources.flatMap(entriesOf), ({ code, status }) => `${code} ${status}`);
  return [...groups.values()]
    .map((entries): FindingLine => {
      const first = entries[0]!; // a group has at least the entry that made it
      const places = [...new Set(entries.map(({ where }) => where))];
      return {
        ...first,
        places,
        share: sources.length < 2 ? undefined : `${places.length} of ${countText(sources.length, noun)}`,
        finding: first.finding,
        aside: false,
        anchor: undefined,
      };
    })
    .toSorted(
      (a, b) =>
        statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status) || b.places.length - a.places.length,
    );
};

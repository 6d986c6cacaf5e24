/** The findings and checks of a whole study, with those of its trials. */
import type { CheckResult, Finding } from "@attune/core";
import type { TouchedEdge } from "./edgesTouched.ts";
import { failureCauses } from "./failureCauses.ts";
import { costText, dominantFailureCause } from "./findings/dominantFailureCause.ts";
import { INFEASIBLE_LIMIT, manyInfeasible } from "./findings/manyInfeasible.ts";
import { optimumAtEdge } from "./findings/optimumAtEdge.ts";
import { selectionNoise } from "./findings/selectionNoise.ts";
import type { StudyInput } from "./StudyInput.ts";
import { collectFindings, type FindingLine, statusOrder, withAnchors } from "./sections/collectFindings.ts";
import type { StudyFacts } from "./studyFacts.ts";
import { countText } from "./texts/countText.ts";
import { differenceText } from "./texts/metricText.ts";
import { parameterLabels } from "./texts/parameterLabels.ts";

const pass = (code: string, name: string, evidence: string): CheckResult => ({
  code,
  name,
  status: "pass",
  evidence,
});

interface Judged {
  readonly findings: ReadonlyArray<Finding>;
  readonly checks: ReadonlyArray<CheckResult>;
}

const judged = (finding: Finding | undefined, passed: CheckResult): Judged =>
  finding === undefined ? { findings: [], checks: [passed] } : { findings: [finding], checks: [] };

const edges = (
  input: StudyInput,
  facts: StudyFacts,
  touched: ReadonlyArray<TouchedEdge>,
): ReadonlyArray<Judged> => {
  const { best } = facts;
  if (best === undefined) return [];
  const labels = parameterLabels(input.parameters.map(({ name }) => name));
  const findings = touched.flatMap((edge) => {
    const parameter = input.parameters.find(({ name }) => name === edge.name);
    return parameter ? [optimumAtEdge(parameter, edge, labels.get(edge.name) ?? edge.name, best.number)] : [];
  });
  if (findings.length > 0) return findings.map((finding) => ({ findings: [finding], checks: [] }));
  const ranges = input.parameters.filter(({ space }) => space.kind !== "choice").length;
  return ranges === 0
    ? []
    : [
        {
          findings: [],
          checks: [
            pass(
              "SWP001",
              "optimumAtEdge",
              `the best values lie inside ${countText(ranges, "searched range")}`,
            ),
          ],
        },
      ];
};

const infeasible = ({ trials }: StudyInput): ReadonlyArray<Judged> => {
  const count = trials.filter(({ state }) => state === "infeasible").length;
  const limit = `${count} of ${countText(trials.length, "trial")}; limit ${100 * INFEASIBLE_LIMIT} %`;
  return trials.length === 0
    ? []
    : [judged(manyInfeasible(count, trials.length), pass("SWP002", "manyInfeasible", limit))];
};

const dominant = ({ trials }: StudyInput): ReadonlyArray<Judged> => {
  const costliest = failureCauses(trials)[0];
  return costliest === undefined
    ? []
    : [judged(dominantFailureCause(costliest), pass("SWP013", "dominantFailureCause", costText(costliest)))];
};

const noise = (input: StudyInput, { ranked, finalists, seedNoise }: StudyFacts): ReadonlyArray<Judged> => {
  const [first, last] = [ranked[0], ranked[finalists.length - 1]];
  if (seedNoise === undefined || first === undefined || last === undefined || first === last) return [];
  const { path } = input.objective;
  const lead = Math.abs(first.objective - last.objective);
  const seeds = Math.max(...finalists.map(({ input: { repeats } }) => repeats.length));
  const evidence = `the ${finalists.length} best trials differ by ${differenceText(path, lead)}, one seed's standard deviation is ${differenceText(path, seedNoise)}`;
  return [
    judged(
      selectionNoise(path, lead, finalists.length, seeds, seedNoise),
      pass("SWP005", "selectionNoise", evidence),
    ),
  ];
};

export const studyFindings = (
  input: StudyInput,
  facts: StudyFacts,
  touched: ReadonlyArray<TouchedEdge>,
): ReadonlyArray<FindingLine> => {
  const own = [
    ...edges(input, facts, touched),
    ...infeasible(input),
    ...dominant(input),
    ...noise(input, facts),
  ].flatMap(({ findings, checks }) => collectFindings([{ where: "study", findings, checks }], "study"));
  const trials = collectFindings(
    input.trials.map(({ number, findings, checks }) => ({
      where: `trial ${number}`,
      findings,
      checks,
      applied: `--trial ${number}`,
    })),
    "trial",
  );
  const best = facts.best && `trial ${facts.best.number}`;
  const isAside = ({ status, places }: FindingLine) =>
    status === "warn" &&
    best !== undefined &&
    !places.includes(best) &&
    2 * places.length <= input.trials.length;
  const weight = ({ status }: FindingLine) => statusOrder.indexOf(status);
  return withAnchors(
    [...own, ...trials.map((line) => ({ ...line, aside: isAside(line) }))].toSorted(
      (a, b) => weight(a) - weight(b),
    ),
  );
};

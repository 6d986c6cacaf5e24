import type { StudyInput } from "../StudyInput.ts";
import type { StudyFacts } from "../studyFacts.ts";
import { countText } from "../texts/countText.ts";
import { metricLabel, metricText } from "../texts/metricText.ts";
import { parameterLabels } from "../texts/parameterLabels.ts";
import { shortText } from "../texts/shortText.ts";
import { valueText } from "../texts/valueText.ts";

/** The metric, its mean over fresh seeds, and the best trial's values: at most five, the rest counted. */
export const bestTrialSentence = (
  { parameters, objective }: Pick<StudyInput, "parameters" | "objective">,
  { best, winner }: Pick<StudyFacts, "best" | "winner">,
): string | undefined => {
  if (best === undefined) return undefined;
  const labels = parameterLabels(parameters.map(({ name }) => name));
  const set = parameters.filter(({ name }) => best.assignment[name] !== undefined);
  const values = set
    .slice(0, 5)
    .map(({ name }) => `${labels.get(name)} ${shortText(valueText(best.assignment[name]), 24)}`);
  const more = set.length > 5 ? [`${set.length - 5} more`] : [];
  const seeds = winner?.objective;
  const again = seeds
    ? `, ${metricText(objective.path, seeds.mean)} over ${countText(seeds.values.length, "fresh seed")}`
    : "";
  const list = [...values, ...more].join(", ");
  return `${metricLabel(objective.path)}${again}${list === "" ? "" : `. ${list}`}`;
};

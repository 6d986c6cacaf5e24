import type { StudyInput } from "../StudyInput.ts";
import type { StudyFacts, Summary } from "../studyFacts.ts";
import { countText } from "../texts/countText.ts";
import { metricLabel, metricText } from "../texts/metricText.ts";

const lastWord = (metric: string) => metric.slice(metric.lastIndexOf(".") + 1);

/** The test figure to speak of: the objective's own, then accuracy, then r2, then what there is. */
export const mainTest = (
  test: ReadonlyMap<string, Summary>,
  objective: string,
): readonly [string, Summary] | undefined => {
  const entries = [...test];
  return (
    entries.find(([name]) => lastWord(name) === lastWord(objective)) ??
    entries.find(([name]) => name.endsWith("accuracy")) ??
    entries.find(([name]) => name.endsWith("r2")) ??
    entries[0]
  );
};

/** `digits: trial 17 reaches 95.4 % validation accuracy; 94.1 % on test over 3 seeds`. */
export const studyHeadline = (input: StudyInput, { best, winner }: StudyFacts): string => {
  const { name, objective, trials } = input;
  if (best === undefined) return `${name}: none of ${countText(trials.length, "trial")} succeeded`;
  const reached = `${name}: trial ${best.number} reaches ${metricText(objective.path, best.objective)} ${metricLabel(objective.path)}`;
  const test = winner && mainTest(winner.test, objective.path);
  if (test === undefined) return reached;
  const [metric, { mean, values }] = test;
  // a figure of another kind than the objective is named
  const kind = lastWord(metric) === lastWord(objective.path) ? "" : `${metricLabel(metric)} `;
  return `${reached}; ${kind}${metricText(metric, mean)} on test over ${countText(values.length, "seed")}`;
};

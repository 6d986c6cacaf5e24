import type { FinalistFacts } from "../studyFacts.ts";
import { countText } from "../texts/countText.ts";
import { differenceText, metricLabel, metricText } from "../texts/metricText.ts";
import { mainTest } from "./studyHeadline.ts";
import type { Verdict } from "./trustVerdict.ts";

/**
 * The winner's mean on the test set with its spread over seeds, the other finalists' range, and how many
 * configurations had been tried before. Undefined where nothing was measured on the test set.
 */
export const testVerdict = (
  winner: FinalistFacts | undefined,
  finalists: ReadonlyArray<FinalistFacts>,
  tried: number,
  objective: string,
): Verdict | undefined => {
  const main = winner && mainTest(winner.test, objective);
  if (main === undefined) return undefined;
  const [metric, { mean, deviation, values }] = main;
  const spread =
    deviation === undefined
      ? "one seed"
      : `± ${differenceText(metric, deviation)} (sd, ${countText(values.length, "seed")})`;
  const others = finalists.flatMap((finalist) =>
    finalist.input.trial === winner?.input.trial ? [] : (finalist.test.get(metric)?.mean ?? []),
  );
  const range =
    others.length === 0
      ? ""
      : others.length === 1
        ? `; the other finalist ${metricText(metric, others[0]!)}`
        : `; other finalists ${metricText(metric, Math.min(...others))} to ${metricText(metric, Math.max(...others))}`;
  return {
    figure: metricText(metric, mean),
    text: `${metricLabel(metric)} ${spread}${range}. ${countText(tried, "configuration")} had been tried before`,
    tone: "plain",
  };
};

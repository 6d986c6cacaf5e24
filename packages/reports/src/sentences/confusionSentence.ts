import type { Confusion } from "../StepDetail.ts";
import { countText } from "../texts/countText.ts";

/** The pair that is mixed up most, as a share of its true class. Undefined where no example was wrong or none was seen. */
export const confusionSentence = ({ labels, counts }: Confusion): string | undefined => {
  const pairs = counts.flatMap((row, actual) =>
    row.flatMap((count, predicted) =>
      actual === predicted || count === 0 ? [] : [{ actual, predicted, count }],
    ),
  );
  const worst = pairs.toSorted((a, b) => b.count - a.count)[0];
  if (worst === undefined) return undefined;
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const wrong = pairs.reduce((sum, { count }) => sum + count, 0);
  const row = counts[worst.actual]!.reduce((sum, count) => sum + count, 0);
  return `${wrong} of ${countText(total, "example")} wrong; most often ${labels[worst.actual]} taken for ${labels[worst.predicted]}: ${worst.count} of ${row}.`;
};

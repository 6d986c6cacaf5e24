import { countText } from "../texts/countText.ts";
import { durationText } from "../texts/durationText.ts";
import type { Verdict } from "./trustVerdict.ts";

/** The time of the steps' original executions, and the longest of them. Undefined where no step ran. */
export const costVerdict = (
  steps: ReadonlyArray<{ readonly id: string; readonly durationMillis: number }>,
  epochs: number,
  engine: string,
): Verdict | undefined => {
  const longest = steps.toSorted((a, b) => b.durationMillis - a.durationMillis)[0];
  if (longest === undefined) return undefined;
  const total = steps.reduce((sum, { durationMillis }) => sum + durationMillis, 0);
  const each = epochs > 0 ? ` for ${countText(epochs, "epoch")}` : "";
  return {
    figure: durationText(total),
    text: `longest: ${longest.id}, ${durationText(longest.durationMillis)}${each}; engine ${engine}`,
    tone: "plain",
  };
};

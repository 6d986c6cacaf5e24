import type { TouchedEdge } from "../edgesTouched.ts";
import { countText } from "../texts/countText.ts";
import type { Verdict } from "./trustVerdict.ts";

/** The last fifth of the trials: a gain in it says that the search was still climbing. */
const RECENT = 0.2;

/**
 * Go on or stop? `lastGain` is the number of the trial that improved the best value last, `trials` how many there
 * were. Undefined where no trial succeeded.
 */
export const searchMoreVerdict = (
  trials: number,
  lastGain: number | undefined,
  edges: ReadonlyArray<TouchedEdge>,
  labels: ReadonlyMap<string, string>,
): Verdict | undefined => {
  if (lastGain === undefined) return undefined;
  const since = trials - 1 - lastGain;
  const gain =
    since === 0 ? "the last trial was the best" : `no gain in the last ${countText(since, "trial")}`;
  const names = edges.map(({ name, side }) => `${labels.get(name) ?? name} (${side} end)`);
  if (names.length > 0)
    return {
      figure: edges.length === 1 ? "Widen a range" : `Widen ${edges.length} ranges`,
      text: `${gain}; the best value lies at the edge of ${names.join(", ")}`,
      tone: "warn",
    };
  const recent = since < RECENT * trials;
  return {
    figure: recent ? "Yes" : "Probably not",
    text: `${gain} of ${trials}; the best values lie inside their ranges`,
    tone: recent ? "warn" : "ok",
  };
};

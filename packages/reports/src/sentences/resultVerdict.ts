import { metricLabel, metricText } from "../texts/metricText.ts";
import type { RunOutcome } from "./runHeadline.ts";
import type { Verdict } from "./trustVerdict.ts";

/** The figure that the run ends with, or how it stopped. Undefined where no step measured one. */
export const resultVerdict = ({ stopped, figures, epochs }: RunOutcome): Verdict | undefined => {
  if (stopped !== undefined)
    return {
      figure: stopped.status === "infeasible" ? "Infeasible" : "Failed",
      text: `step ${stopped.step}${stopped.evidence ? `: ${stopped.evidence}` : ""}`,
      tone: "bad",
    };
  const [first, ...others] = figures;
  if (first === undefined) return undefined;
  const more = others.map(({ metric, value }) => `; ${metricText(metric, value)} ${metricLabel(metric)}`);
  const after = epochs > 0 ? `, epoch ${epochs}` : "";
  return {
    figure: metricText(first.metric, first.value),
    text: `${metricLabel(first.metric)}${after}${more.join("")}`,
    tone: "ok",
  };
};

import { metricLabel, metricText } from "../texts/metricText.ts";

export interface RunOutcome {
  readonly name: string;
  /** The first step that did not succeed, with the evidence of its first finding. */
  readonly stopped:
    | { readonly step: string; readonly status: string; readonly evidence: string | undefined }
    | undefined;
  /** The figures to speak of, validation first, then test. */
  readonly figures: ReadonlyArray<{ readonly metric: string; readonly value: number }>;
  readonly epochs: number;
  readonly steps: number;
}

/** What the run came to, or where it stopped and why. */
export const runHeadline = ({ name, stopped, figures, epochs, steps }: RunOutcome): string => {
  if (stopped !== undefined) {
    const word = stopped.status === "infeasible" ? "is infeasible" : stopped.status;
    return `${name}: ${stopped.step} ${word}${stopped.evidence ? `: ${stopped.evidence}` : ""}`;
  }
  const [first, ...others] = figures;
  if (first === undefined) return `${name}: all ${steps} steps succeeded`;
  const after = epochs > 0 ? ` after ${epochs} ${epochs === 1 ? "epoch" : "epochs"}` : "";
  const more = others.map(({ metric, value }) => `, ${metricText(metric, value)} ${metricLabel(metric)}`);
  return `${name}: ${metricText(first.metric, first.value)} ${metricLabel(first.metric)}${after}${more.join("")}`;
};

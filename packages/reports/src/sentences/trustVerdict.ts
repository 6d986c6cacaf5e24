import type { Lead } from "../studyFacts.ts";
import { countText } from "../texts/countText.ts";
import { differenceText, intervalText, metricText } from "../texts/metricText.ts";

export interface Verdict {
  readonly figure: string;
  readonly text: string;
  readonly tone: "ok" | "warn" | "bad" | "plain";
}

export interface TrustFigures {
  readonly path: string;
  readonly lead: Lead | undefined;
  readonly seedNoise: number | undefined;
  /** Objectives of the trials, best first, each of one seed. */
  readonly ranked: ReadonlyArray<number>;
  /** How many trials were run again on fresh seeds. */
  readonly finalists: number;
}

const untested = ({ path, ranked, finalists }: TrustFigures): Verdict | undefined => {
  const [first, second] = ranked;
  if (first === undefined) return undefined;
  const lead =
    second === undefined
      ? `${metricText(path, first)} is the figure of one trial`
      : `lead ${differenceText(path, Math.abs(first - second))} over the next trial`;
  const again =
    finalists === 0
      ? "no finalists were re-run"
      : `${countText(finalists, "finalist")} ${finalists === 1 ? "was" : "were"} re-run, no pair to compare`;
  return { figure: "Not tested", text: `${lead}, on one seed: ${again}`, tone: "warn" };
};

/** Is the winner's lead more than seed noise? Undefined where no trial succeeded. */
export const trustVerdict = (figures: TrustFigures): Verdict | undefined => {
  const { path, lead, seedNoise } = figures;
  if (lead === undefined) return untested(figures);
  const noise = seedNoise === undefined ? "" : `; seed noise ${differenceText(path, seedNoise)} (sd)`;
  const over = `lead ${differenceText(path, lead.mean)} over trial ${lead.over}`;
  if (lead.interval === undefined)
    return {
      figure: "Cannot tell",
      text: `${over} on ${countText(lead.pairs, "seed")}${noise}`,
      tone: "warn",
    };
  const { low, high } = lead.interval;
  const text = `${over}, 95 % interval ${intervalText(path, low, high)}, ${countText(lead.pairs, "paired seed")}${noise}`;
  return low > 0 ? { figure: "Yes", text, tone: "ok" } : { figure: "Cannot tell", text, tone: "warn" };
};

import type { Finding } from "@attune/core";
import { differenceText } from "../texts/metricText.ts";

/**
 * SWP005: the best of many trials is too good by selection. Fires where the trials' lead of the first over the k-th
 * (k finalists) is below one standard deviation of a seed.
 */
export const selectionNoise = (
  path: string,
  lead: number,
  finalists: number,
  seeds: number,
  seedNoise: number,
): Finding | undefined =>
  lead >= seedNoise
    ? undefined
    : {
        code: "SWP005",
        name: "selectionNoise",
        severity: "warn",
        where: "study",
        evidence: `the ${finalists} best trials differ by ${differenceText(path, lead)}, less than one seed's standard deviation (${differenceText(path, seedNoise)})`,
        reason: "Which of them is first was decided by the seed, not by the configuration.",
        remedies: [
          {
            text: "Compare the finalists' means over more seeds.",
            patch: { path: "sweep.finalists.seeds", value: 2 * seeds },
          },
        ],
        source: "Bouthillier et al. 2021",
      };

import { equalWeights } from "./equalWeights.ts";

export const zeroWeights = equalWeights("zeros", "all weights start at 0");

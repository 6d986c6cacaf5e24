import { equalWeights } from "./equalWeights.ts";

export const constantWeights = equalWeights({ constant: { value: 0.05 } }, "all weights start at .05");

import type { Slice } from "@attune/nn";
import { head } from "./slicePart.ts";

const PROBE = 500;

/** Whether inputs have a mean near 0 (within .2: SageMaker Debugger) and a standard deviation near 1 (.5 to 2). */
export const isStandard = (slice: Slice): boolean => {
  const { inputs } = head(slice, PROBE);
  const mean = inputs.reduce((sum, value) => sum + value, 0) / inputs.length;
  const deviation = Math.sqrt(inputs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / inputs.length);
  return Math.abs(mean) <= 0.2 && deviation >= 0.5 && deviation <= 2;
};

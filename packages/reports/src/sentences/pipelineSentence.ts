import { countText } from "../texts/countText.ts";

/** How many steps succeeded, and what their times are. Undefined of no steps. */
export const pipelineSentence = (steps: number, succeeded: number): string | undefined =>
  steps === 0
    ? undefined
    : `${succeeded} of ${countText(steps, "step")} succeeded; each time is that of the step's original execution.`;

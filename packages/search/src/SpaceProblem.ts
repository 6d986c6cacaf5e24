/** What is wrong with a space, at the place of the offending value. */
import type { Path } from "./Space.ts";

export interface SpaceProblem {
  readonly path: Path;
  readonly expected: string;
  readonly received: string;
  readonly remedy?: string;
}

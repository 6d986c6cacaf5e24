/** A diagnosis looks at how a network learned, and answers with a verdict and the number that proves it. */
import type { Verdict } from "./Check.ts";
import type { History } from "./History.ts";

export interface Diagnosis {
  /** Stable for ever: letters and three digits. */
  readonly code: string;
  /** What is wrong, in camelCase: also the name of its file. */
  readonly name: string;
  /**
   * Whether it is so: a pass has its evidence too, and what cannot be told of this history is not applicable, with
   * the reason. Pure.
   */
  readonly diagnose: (history: History) => Verdict;
}

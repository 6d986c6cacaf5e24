/** A diagnosis looks at how a network learned, and names what is wrong with the number that proves it. */
import type { Finding } from "@attune/core";
import type { History } from "./History.ts";

export interface Diagnosis {
  readonly code: string;
  readonly name: string;
  /** Undefined where nothing is wrong, or nothing can be told. Pure. */
  readonly diagnose: (history: History) => Finding | undefined;
}

import type { Space } from "./Space.ts";

/** What each kind of space means, in a sentence: for editors and documents. */
export const spaceSentences: Readonly<Record<Space["kind"], string>> = {
  uniform:
    "Any number between two bounds, each as likely; with step only every step-th from the lower. Of whole numbers it needs a whole step.",
  log_uniform: "Any number between two bounds above 0, each order of magnitude as likely as another.",
  int: "A whole number between two bounds, both included, each as likely; every step-th, step 1 if not given.",
  log_int: "A whole number between two bounds above 0, uniform in its logarithm.",
  choice: "One of these options, each as likely; spaces inside an option count only when it is chosen.",
};

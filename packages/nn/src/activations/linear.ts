import type { Activation } from "../Activation.ts";
import { noSettings } from "../noSettings.ts";

/** f(x) = x. */
export const linear: Activation = {
  config: noSettings.annotate({ description: "x itself: no activation." }),
  apply: (x) => x,
};

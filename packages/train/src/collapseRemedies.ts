import type { Remedy } from "@attune/core";
import { initializerRemedy } from "./InitialCheck.ts";
import type { InitialState, LayerStatistics } from "./InitialState.ts";

/** What helps against a signal that fades or grows from layer to layer. */
export const collapseRemedies = (
  hidden: ReadonlyArray<LayerStatistics>,
  state: Pick<InitialState, "weights">,
): ReadonlyArray<Remedy> => [
  ...initializerRemedy("Scale each layer to unit variance on a batch.", "lsuv", state),
  ...(hidden.some(({ activation }) => activation === "relu")
    ? initializerRemedy("Use He's scheme, which makes up for ReLU.", "he_normal", state)
    : []),
  { text: "Put batch or layer normalization after the layers." },
  { text: "Connect layers past each other (residual)." },
];

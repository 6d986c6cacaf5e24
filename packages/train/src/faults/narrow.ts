import type { Json } from "@attune/core";
import type { NetworkName } from "./networks.ts";

/** Layers too narrow for ten classes. */
export const narrow: Readonly<Record<NetworkName, ReadonlyArray<Json>>> = {
  mlp: ["flatten", { dense: { units: 1, activation: "tanh" } }, { dense: { units: 10 } }],
  cnn: [
    { average_pool: { size: 2 } },
    { conv2d: { filters: 1, kernel: 3, activation: "relu" } },
    "global_average_pool",
    { dense: { units: 10 } },
  ],
  lstm: [{ average_pool: { size: 2 } }, { lstm: { units: 1 } }, { dense: { units: 10 } }],
  table: [{ dense: { units: 1, activation: "tanh" } }, { dense: { units: 10 } }],
};

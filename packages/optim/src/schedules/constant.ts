import { noSettings } from "@attune/nn";
import type { Schedule } from "../Schedule.ts";

/** η = η₀ for ever. */
export const constant: Schedule<typeof noSettings.Type> = {
  config: noSettings.annotate({ description: "The learning rate stays as it is." }),
  needsHorizon: false,
  rate: (_config, baseRate) => baseRate,
};

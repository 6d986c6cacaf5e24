import type { EngineKind } from "../Engine.ts";
import { openBackend } from "./openBackend.ts";

/** Plain JavaScript, slow: the reference in tests. */
export const cpu: EngineKind = {
  open: async () => {
    await import("@tensorflow/tfjs-backend-cpu");
    return openBackend("cpu");
  },
};

import { type StepKind, serveSteps } from "@attune/core";
import { kinds } from "./language.ts";

/** Ends its process in the middle, or never ends. */
const fault: StepKind = {
  ...kinds.init,
  name: "fault",
  config: kinds.gate.config,
  run: async (view) => {
    const { how } = view as { how: string }; // the test wrote it
    console.error(`about to ${how}`);
    if (how === "exit") process.exit(7);
    if (how === "throw") throw new Error("no luck");
    while (how === "hang") Math.sqrt(2);
    return { status: "succeeded", metrics: {}, checks: [], findings: [], artifacts: {}, detail: {} };
  },
};

await serveSteps({ ...kinds, fault });

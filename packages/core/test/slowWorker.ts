/** A worker that takes longer to start than a step may take. */
import { setTimeout } from "node:timers/promises";

await setTimeout(1500);
await import("./worker.ts");

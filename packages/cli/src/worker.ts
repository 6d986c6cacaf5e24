/** A worker process: runs steps for a parent that holds its pipes. */
import { serveSteps } from "@attune/core";
import { stepKinds } from "@attune/train";

await serveSteps(stepKinds);

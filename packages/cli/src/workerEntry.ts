import { fileURLToPath } from "node:url";

/** The module that a worker process starts from. */
export const workerEntry = fileURLToPath(new URL("./worker.ts", import.meta.url));

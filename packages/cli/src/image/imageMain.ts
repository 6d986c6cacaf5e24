/** What the image holds, and what a process does that starts from it. */
import { startupSnapshot } from "node:v8";
import { serveSteps } from "@attune/core";
import { stepKinds } from "@attune/train";
import { main } from "../main.ts";
import { workerEntry } from "../workerEntry.ts";
import { holdImage } from "./holdImage.ts";
import { leaveImage } from "./leaveImage.ts";

startupSnapshot.setDeserializeMainFunction(() => {
  const [, entry = ""] = process.argv;
  if (entry === workerEntry) void serveSteps(stepKinds);
  else if (entry.endsWith(".ts")) leaveImage(entry);
  else {
    holdImage();
    main();
  }
});

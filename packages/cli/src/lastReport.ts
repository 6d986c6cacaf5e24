import { Store } from "@attune/core";
import * as Effect from "effect/Effect";
import { openStore } from "./openStore.ts";
import type { ReportInput } from "./writeReport.ts";

/** What the newest ended run of a file kept for its report; undefined where there is none in the store of `folder`. */
export const lastReport = (file: string, folder: string) =>
  Effect.gen(function* () {
    const { lastSummary, artifacts } = yield* Store;
    const summary = lastSummary(file);
    if (summary === undefined || !artifacts.verify(summary)) return undefined;
    const parsed: ReportInput = JSON.parse(new TextDecoder().decode(artifacts.read(summary)));
    return parsed;
  }).pipe(Effect.provide(openStore(folder)));

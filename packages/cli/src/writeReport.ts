import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hookTsx } from "@attune/core";
import type { RunInput, StudyInput } from "@attune/reports";
import * as Effect from "effect/Effect";

export type ReportInput =
  | { readonly kind: "study"; readonly input: StudyInput }
  | { readonly kind: "run"; readonly input: RunInput };

/** Renders the page and puts it in its place in one move; gives its path. */
export const writeReport = Effect.fn("writeReport")(function* (options: {
  readonly folder: string;
  readonly name: string;
  readonly input: ReportInput;
}) {
  const html = yield* Effect.promise(async () => {
    hookTsx(); // the pages are .tsx, so they are loaded when they are needed
    const { runPage, studyPage } = await import("@attune/reports");
    const { input } = options;
    return input.kind === "study" ? studyPage(input.input) : runPage(input.input);
  });
  return yield* Effect.sync(() => {
    const reports = join(options.folder, "reports");
    mkdirSync(reports, { recursive: true });
    const path = join(reports, `${options.name}.html`);
    writeFileSync(`${path}.part`, html);
    renameSync(`${path}.part`, path);
    return path;
  });
});

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Store } from "@attune/core";
import { type RunInput, runPage, type StudyInput, studyPage } from "@attune/reports";
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
  const { input } = options;
  const html = yield* Effect.promise(() =>
    input.kind === "study" ? studyPage(input.input) : runPage(input.input),
  );
  return yield* Effect.sync(() => {
    const reports = join(options.folder, "reports");
    mkdirSync(reports, { recursive: true });
    const path = join(reports, `${options.name}.html`);
    writeFileSync(`${path}.part`, html);
    renameSync(`${path}.part`, path);
    return path;
  });
});

/** Writes the page and keeps what it is made of, so that `attune report` can write it again. */
export const publishReport = Effect.fn("publishReport")(function* (folder: string, input: ReportInput) {
  const { artifacts } = yield* Store;
  const report = yield* writeReport({ folder, name: input.input.name, input });
  const summary = yield* Effect.sync(() => artifacts.write(new TextEncoder().encode(JSON.stringify(input))));
  return { report, summary };
});

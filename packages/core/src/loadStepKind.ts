/** `uses` names a built-in kind, or a module whose default export is one. */

import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as Effect from "effect/Effect";
import * as Predicate from "effect/Predicate";
import * as Schema from "effect/Schema";
import { loadModule } from "./loadModule.ts";
import { nearest } from "./nearest.ts";
import type { StepKind } from "./StepKind.ts";

export type LoadedStepKind =
  | { readonly kind: StepKind; readonly module: string | undefined }
  | { readonly message: string; readonly remedy?: string };

/** A path, as against the name of a built-in kind. */
export const modulePathPattern = /^\.{0,2}\//;

const isStrings = (value: unknown): value is ReadonlyArray<string> =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/** What a user's module may export: a step kind of which all but `run` may be left out. */
export type UserStep = Partial<StepKind> & Pick<StepKind, "run">;

const isUserStep = (exported: unknown): exported is UserStep =>
  Predicate.hasProperty(exported, "run") &&
  typeof exported.run === "function" &&
  (["consumes", "produces"] as const).every(
    (key) => !Predicate.hasProperty(exported, key) || isStrings(exported[key]),
  );

/** Fills in what a user's module leaves out; undefined where its default export is no step kind. */
export const stepKindOf = (uses: string, exported: unknown): StepKind | undefined =>
  isUserStep(exported)
    ? {
        config: Schema.Struct({}),
        gate: false,
        consumes: [],
        produces: [],
        readsTest: false,
        view: (_, config) => Schema.decodeUnknownSync(Schema.Json)(config),
        rows: () => [],
        ...exported,
        name: uses,
      }
    : undefined;

export const loadStepKind = Effect.fnUntraced(function* (
  uses: string,
  directory: string,
  builtIn: Readonly<Record<string, StepKind>>,
): Effect.fn.Return<LoadedStepKind> {
  if (!modulePathPattern.test(uses)) {
    const kind = Object.hasOwn(builtIn, uses) ? builtIn[uses] : undefined;
    if (kind) return { kind, module: undefined };
    const near = nearest(uses, Object.keys(builtIn));
    const known = `known: ${Object.keys(builtIn).join(", ")}, or a path, ./steps/x.ts`;
    return { message: `there is no step kind "${uses}"`, remedy: near ? `did you mean "${near}"?` : known };
  }
  const module = resolve(directory, uses);
  if (!existsSync(module)) {
    return { message: `there is no file ${uses}`, remedy: "the path is relative to the experiment file" };
  }
  const loaded = yield* Effect.promise(() => loadModule(pathToFileURL(module).href));
  if ("message" in loaded) {
    return { message: `${relative(directory, module)} cannot be loaded: ${loaded.message}` };
  }
  const kind = stepKindOf(uses, loaded.exports.default);
  return kind
    ? { kind, module }
    : {
        message: `${uses} has no step kind as its default export`,
        remedy: "export default { run: async (view, context) => … }",
      };
});

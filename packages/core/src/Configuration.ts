/** An experiment with a value in place of every search space. */
import { isDeepStrictEqual } from "node:util";
import { type Assignment, type Path, resolve, type Template } from "@attune/search";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import { decode, type Mistake } from "./decode.ts";
import { fieldsOf } from "./fieldsOf.ts";
import type { Language } from "./Language.ts";
import type { Json, StepKind } from "./StepKind.ts";

/** Every section decoded, and encoded again with its defaults. */
export interface Configuration {
  readonly data: Json;
  readonly model: Json;
  /** Decoded settings of each step. */
  readonly configs: Readonly<Record<string, unknown>>;
  /** The same as JSON, in YAML's names. */
  readonly settings: Readonly<Record<string, Json>>;
}

/** Normal form of a decoded value: what its schema encodes it to, defaults filled in. */
const normal = (schema: Schema.Codec<unknown, unknown>, value: unknown): Json =>
  Schema.decodeUnknownSync(Schema.Json)(Schema.encodeUnknownSync(schema)(value));

interface Section {
  readonly decoded: unknown;
  readonly json: Json;
}

/** By schema what was decoded last: most sections of a sweep's trials are the same from one to the next. */
const last = new WeakMap<object, { readonly input: unknown; readonly section: Section }>();

/** Puts `assignment` in place of the spaces and decodes every section by its owner's schema. */
export const configure = (
  template: Template,
  kinds: Readonly<Record<string, StepKind>>,
  language: Pick<Language, "data" | "model">,
  assignment: Assignment,
): Result.Result<Configuration, ReadonlyArray<Mistake>> => {
  const { value, origin } = resolve(template, assignment);
  const sections = fieldsOf(value);
  const mistakes: Array<Mistake> = [];
  const section = (schema: Schema.Codec<unknown, unknown>, input: unknown, path: Path): Section => {
    const known = last.get(schema);
    if (known !== undefined && isDeepStrictEqual(known.input, input)) return known.section;
    const result = decode(schema, input, path);
    if (Result.isSuccess(result)) {
      const section = { decoded: result.success, json: normal(schema, result.success) };
      last.set(schema, { input, section });
      return section;
    }
    // a key stands in its mapping, not where the value under it came from
    const place = ({ path, at }: Mistake) =>
      at === "key" ? [...origin(path.slice(0, -1)), ...path.slice(-1)] : origin(path);
    mistakes.push(...result.failure.map((mistake) => ({ ...mistake, path: place(mistake) })));
    return { decoded: undefined, json: null };
  };
  const steps = Object.entries(fieldsOf(sections.steps)).flatMap(([id, step]) => {
    const kind = kinds[id];
    return kind ? [[id, section(kind.config, fieldsOf(step).with, ["steps", id, "with"])] as const] : [];
  });
  const data = section(language.data, sections.data, ["data"]).json;
  const model = section(language.model, sections.model, ["model"]).json;
  if (mistakes.length > 0) return Result.fail(mistakes);
  return Result.succeed({
    data,
    model,
    configs: Object.fromEntries(steps.map(([id, { decoded }]) => [id, decoded])),
    settings: Object.fromEntries(steps.map(([id, { json }]) => [id, json])),
  });
};

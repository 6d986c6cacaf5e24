/**
 * Decodes a value by a Schema and tells every mistake with its path: unknown keys with the nearest allowed name,
 * wrong values as "expected …, received …".
 */
import type { Path } from "@attune/search";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import * as SchemaIssue from "effect/SchemaIssue";
import { nearest } from "./nearest.ts";

export interface Mistake {
  readonly path: Path;
  readonly message: string;
  /** The mistake is the key itself, not its value. */
  readonly at?: "key";
  readonly remedy?: string;
}

const format = SchemaIssue.makeFormatterStandardSchemaV1();

type JsonSchema = { readonly [key: string]: unknown };
const isObject = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;

/** A schema with the branches of its unions, references followed. */
const expandSchema = (schema: unknown, definitions: JsonSchema): ReadonlyArray<JsonSchema> => {
  if (!isObject(schema)) return [];
  if (typeof schema.$ref === "string")
    return expandSchema(definitions[schema.$ref.split("/").at(-1) ?? ""], definitions);
  const branches = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return [schema, ...branches.flatMap((branch) => expandSchema(branch, definitions))];
};

/** The JSON Schemas that describe the value at `path`: several where the way there leads through a union. */
const schemasAt = (root: JsonSchema, definitions: JsonSchema, path: Path): ReadonlyArray<JsonSchema> => {
  const expand = (schema: unknown) => expandSchema(schema, definitions);
  return path.reduce<ReadonlyArray<JsonSchema>>(
    (schemas, key) =>
      schemas.flatMap((schema) => {
        const properties = isObject(schema.properties) ? schema.properties : {};
        return typeof key === "number"
          ? expand(schema.items)
          : expand(properties[key] ?? schema.additionalProperties);
      }),
    expand(root),
  );
};

/** The schemas in `schema` that have a title, by it: what a reference inside itself goes by. */
const titledIn = (schema: unknown): ReadonlyArray<readonly [title: string, schema: unknown]> => {
  if (!isObject(schema)) return [];
  const own = typeof schema.title === "string" ? [[schema.title, schema] as const] : [];
  return [...own, ...Object.values(schema).flatMap(titledIn)];
};

/** The JSON Schema of a value, and what its references lead to. */
const documentOf = (schema: Schema.Top): { readonly root: JsonSchema; readonly definitions: JsonSchema } => {
  const { schema: root, definitions } = Schema.toJsonSchemaDocument(schema, { onExcessProperty: "error" });
  return { root, definitions: { ...Object.fromEntries(titledIn(root)), ...definitions } };
};

/** Whether a branch of a union is for another text of a key that `value` has: `uses: csv` is none of a picture folder. */
const contradicts = ({ properties }: JsonSchema, value: unknown): boolean =>
  isObject(properties) &&
  isObject(value) &&
  Object.entries(properties).some(([key, inner]) => {
    const texts = isObject(inner) && Array.isArray(inner.enum) ? inner.enum : [];
    return texts.length === 1 && typeof value[key] === "string" && texts[0] !== value[key];
  });

/** The keys that are allowed at `path`, and the texts that are. */
const allowedAt = (
  schema: Schema.Top,
  path: Path,
  value: unknown,
): { keys: ReadonlyArray<string>; texts: ReadonlyArray<string> } => {
  const { root, definitions } = documentOf(schema);
  const schemas = schemasAt(root, definitions, path).filter((each) => !contradicts(each, value));
  const texts = schemas.flatMap(({ enum: values }) => (Array.isArray(values) ? values : []));
  return {
    keys: schemas.flatMap(({ properties }) => (isObject(properties) ? Object.keys(properties) : [])),
    texts: texts.filter((text) => typeof text === "string"),
  };
};

const received = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);

const didYouMean = (name: string, allowed: ReadonlyArray<string>): { remedy?: string } => {
  const near = nearest(name, allowed);
  if (near !== undefined) return { remedy: `did you mean "${near}"?` };
  return allowed.length === 0 ? {} : { remedy: `allowed here: ${[...new Set(allowed)].join(", ")}` };
};

/** Deepest place that a key is looked for at. */
const DEEPEST = 5;

/** Where in a schema a key is known: `optimizer.adam`. Of several places the nearest, one that `value` has before others. */
export const placeOf = (schema: Schema.Top, key: string, value: unknown): string | undefined => {
  const { root, definitions } = documentOf(schema);
  let level: ReadonlyArray<{ readonly path: string; readonly schemas: ReadonlyArray<JsonSchema> }> = [
    { path: "", schemas: schemasAt(root, definitions, []) },
  ];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const found = level.filter(({ schemas }) =>
      schemas.some(({ properties }) => isObject(properties) && Object.hasOwn(properties, key)),
    );
    const there = found.find(({ path }) => valueAt(value, path.split(".")) !== undefined) ?? found[0];
    if (there) return there.path;
    level = level.flatMap(({ path, schemas }) =>
      schemas.flatMap(({ properties, items }) => [
        ...Object.entries(isObject(properties) ? properties : {}).map(([name, inner]) => ({
          path: path === "" ? name : `${path}.${name}`,
          schemas: expandSchema(inner, definitions),
        })),
        ...(isObject(items) ? [{ path: `${path}[…]`, schemas: expandSchema(items, definitions) }] : []),
      ]),
    );
  }
  return undefined;
};

const mistakeOf = (schema: Schema.Top, input: unknown, path: Path, message: string): Mistake => {
  const key = String(path.at(-1));
  if (message.startsWith("Unexpected key")) {
    const allowed = allowedAt(schema, path.slice(0, -1), valueAt(input, path.slice(0, -1))).keys;
    const place = nearest(key, allowed) === undefined ? placeOf(schema, key, input) : undefined;
    const help =
      place === undefined
        ? didYouMean(key, allowed)
        : { remedy: `${key} belongs ${place === "" ? "at the top" : `under ${place}`}` };
    return { path, at: "key", message: `unknown key "${key}"`, ...help };
  }
  if (valueAt(input, path) === null) return { path, message: `the value of "${key}" is missing` };
  if (message.startsWith("Missing key")) return { path, message: `the key "${key}" is missing` };
  const value = valueAt(input, path);
  const expected = /^Expected (.*), got /s.exec(message)?.[1];
  const text =
    expected === undefined
      ? message
      : `expected ${expected.replaceAll(" | ", " or ")}, received ${received(value)}`;
  if (typeof value !== "string") return { path, message: text };
  const number = expected?.includes("number") && value.trim() !== "" && Number.isFinite(Number(value));
  if (number) return { path, message: text, remedy: `it is a text: write ${value} without quotes` };
  if (expected?.includes("boolean")) return { path, message: text, remedy: "write true or false" };
  const { keys, texts } = allowedAt(schema, path, value);
  return { path, message: text, ...didYouMean(value, [...texts, ...keys]) };
};

/** A misspelt key is also missing under its right name: that is said once. */
const withoutEchoes = (mistakes: ReadonlyArray<Mistake>): ReadonlyArray<Mistake> => {
  const suggested = mistakes
    .filter(({ at }) => at === "key")
    .map(({ path, remedy }) => ({ parent: path.slice(0, -1), remedy }));
  return mistakes.filter(
    ({ path, message }) =>
      !message.endsWith(" is missing") ||
      !suggested.some(
        ({ parent, remedy }) =>
          remedy === `did you mean "${path.at(-1)}"?` && parent.join("/") === path.slice(0, -1).join("/"),
      ),
  );
};

/** The decoded value, or every mistake in the order of their paths. `path` is where `input` stands in the file. */
export const decode = <A>(
  schema: Schema.Codec<A, unknown>,
  input: unknown,
  path: Path = [],
): Result.Result<A, ReadonlyArray<Mistake>> => {
  const result = Schema.decodeUnknownResult(schema, {
    errors: "all",
    onExcessProperty: "error",
    reportInput: true,
  })(input);
  if (Result.isSuccess(result)) return Result.succeed(result.success);
  const mistakes = format(result.failure.issue).issues.map((issue) => {
    const inside = (issue.path ?? []).map((part) => (typeof part === "object" ? part.key : part));
    const keys = inside.map((part) => (typeof part === "number" ? part : String(part)));
    const mistake = mistakeOf(schema, input, keys, issue.message);
    return { ...mistake, path: [...path, ...mistake.path] };
  });
  return Result.fail(withoutEchoes(mistakes));
};

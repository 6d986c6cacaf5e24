/** One JSON Schema of experiment files: core's frame with the sections of the other packages in their places. */
import * as Exit from "effect/Exit";
import * as Schema from "effect/Schema";
import { Frame, stepIdPattern } from "../Frame.ts";
import type { Language } from "../Language.ts";
import { modulePathPattern } from "../loadStepKind.ts";
import { type Definitions, makeDefinitions } from "./Definitions.ts";
import { isJsonSchema, type JsonSchema, jsonSchemaOf } from "./JsonSchema.ts";
import { overlay } from "./overlay.ts";
import { withSpaces } from "./withSpaces.ts";

const fieldsIn = (schema: unknown): Readonly<Record<string, JsonSchema>> => {
  const properties = isJsonSchema(schema) && isJsonSchema(schema.properties) ? schema.properties : {};
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isJsonSchema(entry[1])),
  );
};

/** A section that may hold spaces. Nothing at all, `with:`, stands for {} where that is enough. */
const section = (
  schema: Schema.Codec<unknown, unknown>,
  definitions: Definitions,
  name: string,
): { readonly schema: JsonSchema; readonly optional: boolean } => {
  const { schema: own, definitions: more } = jsonSchemaOf(schema);
  definitions.add(more);
  const place = withSpaces(own, definitions, [name]);
  const optional = Exit.isSuccess(Schema.decodeUnknownExit(schema)({}));
  return { schema: optional ? { anyOf: [place, { type: "null" }] } : place, optional };
};

/** What is said of a Schema; of one that transforms its value it is lost on the way to a JSON Schema. */
const said = (schema: Schema.Top): JsonSchema => {
  const description = Schema.resolveAnnotations(schema)?.description;
  return description === undefined ? {} : { description };
};

const kindRule = (kind: Language["kinds"][string], definitions: Definitions): JsonSchema => {
  const settings = section(kind.config, definitions, kind.name);
  return {
    if: { properties: { uses: { const: kind.name } }, required: ["uses"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {
      properties: { with: { ...said(kind.config), ...settings.schema } },
      ...(settings.optional ? {} : { required: ["with"] }),
    },
  };
};

const stepSchema = (frame: JsonSchema, kinds: Language["kinds"], definitions: Definitions): JsonSchema => {
  const { uses, with: settings, ...others } = fieldsIn(frame);
  return {
    ...frame,
    properties: {
      uses: {
        ...(typeof uses?.description === "string" ? { description: uses.description } : {}),
        anyOf: [{ enum: Object.keys(kinds) }, { type: "string", pattern: modulePathPattern.source }],
      },
      with: { ...settings, ...said(Frame.fields.steps.value.fields.with) },
      ...others,
    },
    allOf: Object.values(kinds).map((kind) => kindRule(kind, definitions)),
  };
};

/**
 * The JSON Schema (draft 2020-12) of a file in this language. What it cannot tell: whether what is named is there
 * (steps, files, columns, metrics), circles, the order of bounds, and the settings of users' own modules.
 */
export const experimentSchema = ({
  engine,
  data,
  model,
  sweep,
  kinds,
}: Pick<Language, "engine" | "data" | "model" | "sweep" | "kinds">): JsonSchema => {
  const definitions = makeDefinitions();
  const { schema: frame, definitions: more } = jsonSchemaOf(Frame);
  const searched = jsonSchemaOf(sweep);
  definitions.add({ ...more, ...searched.definitions });
  const fields = fieldsIn(frame);
  const step = isJsonSchema(fields.steps?.additionalProperties) ? fields.steps.additionalProperties : {};
  const experiment: JsonSchema = {
    ...frame,
    properties: {
      ...fields,
      engine: jsonSchemaOf(engine).schema,
      data: { ...said(Frame.fields.data), ...section(data, definitions, "data").schema },
      model: { ...said(Frame.fields.model), ...section(model, definitions, "model").schema },
      steps: {
        ...fields.steps,
        propertyNames: { pattern: stepIdPattern.source },
        additionalProperties: stepSchema(step, kinds, definitions),
      },
      sweep: { ...searched.schema, ...said(Frame.fields.sweep) },
    },
  };
  const part = overlay(experiment, definitions.all());
  definitions.add({ ...part.definitions, experiment, overlay: part.root });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "attune experiment",
    if: { required: ["extends"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { $ref: "#/$defs/overlay" },
    else: { $ref: "#/$defs/experiment" },
    $defs: definitions.all(),
  };
};

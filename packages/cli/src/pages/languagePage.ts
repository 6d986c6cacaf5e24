/** docs/language.md: every key of an experiment file, from its JSON Schema. */
import { isJsonSchema, type JsonSchema } from "@attune/core";
import { spaceSentences } from "@attune/search";
import { keyTable } from "./keyTable.ts";
import { fieldsOf, makeSchemaReader, type SchemaReader, sentenceOf } from "./SchemaReader.ts";
import { flowYaml } from "./valueText.ts";

const intro = `# The language of experiment files

Made from the Schemas that also decode the files; \`npx vitest run packages/cli/test/pages.test.ts -u\` writes it anew. [experiment.schema.json](experiment.schema.json) tells the same to editors:

\`\`\`yaml
# yaml-language-server: $schema=../../docs/experiment.schema.json
\`\`\`

A key with neither a default nor "required" may be left out. An unknown key is a mistake. Where a table says \`split.train\`, \`train\` stands inside \`split\`. A link is one of several algorithms: \`{ name: { settings } }\`, or the bare name where every setting has a default.`;

/** Every definition that is one of several algorithms, as it is met on the way through `schema`. */
const catalogsIn = (reader: SchemaReader, schema: JsonSchema): ReadonlyArray<string> => {
  const found = new Set<string>();
  const visit = (each: JsonSchema): void => {
    const name = reader.nameOf(each);
    const rows = name === undefined ? undefined : reader.catalog(name);
    if (name !== undefined && rows !== undefined) {
      if (found.has(name)) return;
      found.add(name);
      for (const row of Object.values(rows)) visit(row);
      return;
    }
    for (const member of reader.members(each)) {
      for (const field of Object.values(fieldsOf(member))) visit(field);
      if (isJsonSchema(member.items)) visit(member.items);
    }
  };
  visit(schema);
  return [...found];
};

/** A union's mapping members, named by what tells them apart: `uses: csv`. */
const kindsOf = (reader: SchemaReader, section: JsonSchema): ReadonlyArray<readonly [string, JsonSchema]> =>
  reader.members(section).flatMap((member): ReadonlyArray<readonly [string, JsonSchema]> => {
    const [uses] = reader.members(fieldsOf(member).uses ?? {});
    if (uses === undefined) return [];
    const names = Array.isArray(uses.enum) ? uses.enum.map(flowYaml) : ["./x.ts"];
    return [[names.join(", "), member]];
  });

const catalogText = (reader: SchemaReader, name: string): string => {
  const rows = Object.entries(reader.catalog(name) ?? {}).map(([row, schema]) => {
    const [settings = {}] = reader.members(schema);
    const said = sentenceOf(schema) || sentenceOf(settings);
    const inner = reader.nameOf(schema);
    const isChoice = inner !== undefined && reader.catalog(inner) !== undefined;
    const table = isChoice ? `It is one of [${inner}](#${inner}).` : keyTable(reader, settings);
    return [`#### ${name}: ${row}`, said, table].filter((part) => part !== "").join("\n\n");
  });
  return [`### ${name}`, ...rows].join("\n\n");
};

const spacesText = (): string => {
  const rows = Object.entries(spaceSentences).map(([kind, sentence]) => {
    const form = kind === "choice" ? "{ choice: [a, b, …] }" : `{ ${kind}: [low, high] }`;
    return `| \`${form}\` | ${sentence} |`;
  });
  return ["| space | |", "| --- | --- |", ...rows].join("\n");
};

interface KindRule {
  readonly name: string;
  readonly settings: JsonSchema;
}

/** The step kinds and the schemas of their \`with\`. */
const stepKindsIn = (step: JsonSchema): ReadonlyArray<KindRule> =>
  (Array.isArray(step.allOf) ? step.allOf : []).flatMap((rule): ReadonlyArray<KindRule> => {
    if (!isJsonSchema(rule) || !isJsonSchema(rule.if) || !isJsonSchema(rule.then)) return [];
    const name = fieldsOf(rule.if).uses?.const;
    const settings = fieldsOf(rule.then).with;
    return typeof name === "string" && settings ? [{ name, settings }] : [];
  });

export const languagePage = (document: JsonSchema): string => {
  const reader = makeSchemaReader(document);
  const [experiment = {}] = reader.members({ $ref: "#/$defs/experiment" });
  const { data = {}, model = {}, steps = {}, sweep = {}, ...frame } = fieldsOf(experiment);
  const step = isJsonSchema(steps.additionalProperties) ? steps.additionalProperties : {};
  const kinds = stepKindsIn(step);
  const sections = { data, model, steps, sweep };
  const top = Object.fromEntries(
    Object.entries(sections).map(([name, schema]) => [
      name,
      { type: "object", description: `${sentenceOf(schema)} See [${name}](#${name}).` },
    ]),
  );
  const { allOf: _, ...stepFrame } = step;
  const [whole = {}] = reader.members(sweep);
  const catalogs = new Set(
    [model, data, ...kinds.map(({ settings }) => settings)].flatMap((each) => catalogsIn(reader, each)),
  );
  return [
    intro,
    "## The file",
    keyTable(reader, { ...experiment, properties: { ...frame, ...top } }),
    "## data",
    ...kindsOf(reader, data).flatMap(([name, kind]) => [
      `### data: ${name}`,
      sentenceOf(kind),
      keyTable(reader, kind),
    ]),
    "## model",
    ...reader.members(model).flatMap((each) => [sentenceOf(each), keyTable(reader, each)]),
    "## steps",
    keyTable(reader, stepFrame),
    ...kinds.flatMap(({ name, settings }) => [
      `### step: ${name}`,
      sentenceOf(settings),
      ...reader.members(settings).map((each) => keyTable(reader, each)),
    ]),
    "## Search spaces",
    "A space stands where its value would, anywhere in `data`, `model` and `steps.*.with`.",
    spacesText(),
    "## sweep",
    keyTable(reader, whole),
    "## Algorithms",
    ...[...catalogs].map((name) => catalogText(reader, name)),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
};

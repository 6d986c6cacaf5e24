/**
 * A catalog: names to rows, one algorithm a row. In YAML a row is chosen by a mapping with its name as the only
 * key, `{ dense: { units: 10 } }`, or by its bare name where every setting has a default, `constant`.
 */
import * as Exit from "effect/Exit";
import * as Schema from "effect/Schema";
import * as SchemaGetter from "effect/SchemaGetter";

/** What a catalog asks of a row: the schema of its settings. */
export interface Row {
  readonly config: Schema.Codec<unknown, unknown>;
}

export type Rows = Readonly<Record<string, Row>>;

/** The settings of the one row that was chosen, under its name. */
export type Choice<R extends Rows> = { readonly [Name in keyof R]?: R[Name]["config"]["Type"] };

/** The settings of a row as they stand in a file, with what is said of them. */
const asWritten = ({ config }: Row): Schema.Codec<unknown, unknown> => {
  const description = Schema.resolveAnnotations(config)?.description;
  const written = Schema.toEncoded(config);
  return description === undefined ? written : written.annotate({ description });
};

/** Schema of "one of these rows". Decoded it is always `{ name: settings }`: a bare name becomes `{ name: {…defaults} }`. */
export const oneOf = <const R extends Rows>(rows: R): Schema.Codec<Choice<R>, unknown> => {
  const names = Object.keys(rows);
  const fields = (schemaOf: (row: Row) => Schema.Codec<unknown, unknown>) =>
    Object.fromEntries(names.map((name) => [name, Schema.optionalKey(schemaOf(rows[name]!))]));
  const mapping = Schema.Struct(fields(({ config }) => config));
  // checked as it stands in the file, so that a JSON Schema made of this tells it too
  const one = Schema.Struct(fields(asWritten))
    .check(
      Schema.makeFilter(
        (value) => {
          const { length } = Object.keys(value);
          return length === 1 || `expected one of ${names.join(", ")}, received ${length} keys`;
        },
        { toJsonSchema: () => ({ minProperties: 1, maxProperties: 1 }) },
      ),
    )
    .pipe(Schema.decodeTo(mapping));
  const bare = names.filter((name) => Exit.isSuccess(Schema.decodeUnknownExit(rows[name]!.config)({})));
  const named = Schema.Literals(bare).pipe(
    Schema.decodeTo(mapping, {
      decode: SchemaGetter.transform((name: string) => ({ [name]: {} })),
      encode: SchemaGetter.transform((value: object) => Object.keys(value)[0] ?? ""),
    }),
  );
  // a union even of one: what is said of a union reaches the JSON Schema
  const schema: Schema.Codec<unknown, unknown> = Schema.Union(bare.length === 0 ? [one] : [one, named]);
  return schema as Schema.Codec<Choice<R>, unknown>; // the fields were made from R's keys and schemas
};

/** The row that `choice` names, with its settings. A choice comes out of `oneOf`, so it names exactly one. */
export const chosen = <R extends Rows>(
  rows: R,
  choice: Choice<R>,
): {
  readonly [Name in keyof R]: {
    readonly name: Name;
    readonly row: R[Name];
    readonly config: R[Name]["config"]["Type"];
  };
}[keyof R] => {
  const name = Object.keys(choice)[0] as keyof R; // oneOf checked that there is exactly one
  return { name, row: rows[name]!, config: choice[name] };
};

import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import * as SchemaGetter from "effect/SchemaGetter";

type Member = Schema.Codec<unknown, unknown>;

const asItIs = {
  decode: SchemaGetter.passthrough<unknown>(),
  encode: SchemaGetter.passthrough<unknown>(),
};

/**
 * A union whose member is picked before it is decoded, so that a mistake is told of that member alone. `pick` gets
 * what is to be decoded or encoded, and may answer with a schema that refuses it. The JSON Schema is the union's.
 */
export const memberOf = (
  members: ReadonlyArray<Member>,
  pick: (value: unknown) => Member,
): Schema.Codec<unknown, unknown> => {
  const written = Schema.declare((_): _ is unknown => true, {
    toCodecJson: () => Schema.link<unknown>()(Schema.Union(members), asItIs), // what JSON Schema is made of
  });
  const picked = written.pipe(
    Schema.decodeTo(Schema.Unknown, {
      decode: SchemaGetter.transformEffect((value, options) =>
        Effect.mapError(Schema.decodeUnknownEffect(pick(value))(value, options), ({ issue }) => issue),
      ),
      encode: SchemaGetter.transformEffect((value, options) =>
        Effect.mapError(Schema.encodeUnknownEffect(pick(value))(value, options), ({ issue }) => issue),
      ),
    }),
  );
  return Schema.Union([picked]); // what is said of a union reaches the JSON Schema
};

/** A union whose member is picked before it is decoded, so that a mistake is told of that member alone. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import * as SchemaGetter from "effect/SchemaGetter";

type Member = Schema.Codec<unknown, unknown>;

const passthrough = {
  decode: SchemaGetter.passthrough<unknown>(),
  encode: SchemaGetter.passthrough<unknown>(),
};

/**
 * One of `members`, by `pick`, which gets what is to be decoded or encoded and may answer with a schema that refuses
 * it. Its JSON Schema is that of the union.
 */
export const memberOf = (members: ReadonlyArray<Member>, pick: (value: unknown) => Member): Member => {
  const union = Schema.Union(members);
  const written = Schema.declare((_): _ is unknown => true, {
    toCodecJson: () => Schema.link<unknown>()(union, passthrough),
  });
  return written.pipe(
    Schema.decodeTo(
      Schema.Unknown,
      {
        decode: SchemaGetter.transformEffect((value: unknown, options) =>
          Effect.mapError(Schema.decodeUnknownEffect(pick(value))(value, options), ({ issue }) => issue),
        ),
        encode: SchemaGetter.transformEffect((value: unknown, options) =>
          Effect.mapError(Schema.encodeUnknownEffect(pick(value))(value, options), ({ issue }) => issue),
        ),
      },
    ),
  );
};

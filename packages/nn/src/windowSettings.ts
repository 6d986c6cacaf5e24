/** Settings of a window that goes over a picture. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";

const length = Schema.Int.check(Schema.isGreaterThan(0));

/** One number for both, or [down, across]. */
export const Lengths = Schema.Union([length, Schema.Tuple([length, length])]);
export type Lengths = typeof Lengths.Type;

export const bothOf = (lengths: Lengths): readonly [number, number] =>
  typeof lengths === "number" ? [lengths, lengths] : lengths;

export const kernel = Lengths.annotate({
  description: "Height and width of the filters, one number for both or [height, width].",
});

export const stride = Lengths.annotate({
  description: "Steps of the window, down and across, one number for both.",
  default: 1,
}).pipe(Schema.withDecodingDefaultKey(Effect.succeed(1)));

export const dilation = Lengths.annotate({
  description:
    "Pixels from one number of a filter to the next, down and across, one number for both; 1 is dense.",
  default: 1,
}).pipe(Schema.withDecodingDefaultKey(Effect.succeed(1)));

const paddings = Schema.Literals(["same", "valid"]);
const paddingText =
  "same: zeros around the picture, so that with stride 1 it keeps its size; valid: the window stays inside.";

export const samePadding = paddings
  .annotate({ description: paddingText, default: "same" })
  .pipe(Schema.withDecodingDefaultKey(Effect.succeed("same" as const)));

export const validPadding = paddings
  .annotate({ description: paddingText, default: "valid" })
  .pipe(Schema.withDecodingDefaultKey(Effect.succeed("valid" as const)));

export const bias = Schema.Boolean.annotate({
  description: "Whether a bias is added to each output channel; false before a normalization.",
  default: true,
}).pipe(Schema.withDecodingDefaultKey(Effect.succeed(true)));

import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Initializer } from "../Initializer.ts";
import { kernelMiddle } from "../kernelMiddle.ts";
import { shapeSize } from "../shapeSize.ts";

const config = Schema.Struct({
  gain: Schema.Finite.annotate({ description: "The value on the diagonal.", default: 1 }).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(1)),
  ),
}).annotate({ description: "The identity: each output starts as the input of its number, or as 0." });

/**
 * W_ij = gain where i = j, else 0, for a matrix of any shape: where there are more outputs than inputs the rest
 * starts at 0. Le, Jaitly & Hinton 2015, "A Simple Way to Initialize Recurrent Networks of Rectified Linear Units".
 * A convolution's kernel passes each channel on unmoved, as torch.nn.init.dirac_: the matrix [channels in, channels
 * out] stands at its middle, ⌊length / 2⌋ along each side.
 */
export const identity: Initializer<typeof config.Type> = {
  config,
  sample: (shape, { gain }) => {
    const values = new Float32Array(shapeSize(shape));
    const { offset, inputs, outputs } = kernelMiddle(shape);
    for (let unit = 0; unit < Math.min(inputs, outputs); unit++) {
      values[offset + unit * outputs + unit] = gain;
    }
    return values;
  },
};

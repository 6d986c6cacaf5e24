import * as Schema from "effect/Schema";
import { gainOf, gainSetting } from "../gain.ts";
import type { Initializer } from "../Initializer.ts";
import { kernelMiddle } from "../kernelMiddle.ts";
import { orthonormal } from "../orthonormal.ts";
import { shapeSize } from "../shapeSize.ts";

const config = Schema.Struct({ gain: gainSetting }).annotate({
  description: "A random rotation of the channels in the middle of a convolution's kernel; the rest is 0.",
});

/**
 * Of a kernel [height, width, channels in, channels out] the matrix at the middle is gain · Q, with orthonormal rows
 * (columns, where there are fewer channels out than in), and all else 0: the convolution keeps the norm of its input,
 * as deep as the network is. Xiao et al. 2018, "Dynamical Isometry and a Mean Field Theory of CNNs", algorithm 1, which
 * asks for no fewer channels out than in. A matrix is filled as by `orthogonal`.
 */
export const deltaOrthogonal: Initializer<typeof config.Type> = {
  config,
  sample: (shape, { gain }, draws) => {
    const { offset, inputs, outputs } = kernelMiddle(shape);
    const factor = gainOf(gain);
    const values = new Float32Array(shapeSize(shape));
    const rotation = orthonormal(draws.normals(inputs * outputs), inputs, outputs);
    rotation.forEach((value, at) => {
      values[offset + at] = factor * value;
    });
    return values;
  },
};

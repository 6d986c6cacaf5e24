import * as Schema from "effect/Schema";
import { gainOf, gainSetting } from "../gain.ts";
import type { Initializer } from "../Initializer.ts";
import { matrixOf } from "../matrixOf.ts";
import { orthonormal } from "../orthonormal.ts";

const config = Schema.Struct({ gain: gainSetting }).annotate({
  description: "A random rotation: orthonormal columns, or rows where there are more outputs than inputs.",
});

/**
 * gain · Q, with Q of the QR decomposition of a matrix of standard normals and diag(R) > 0, which makes all rotations
 * equally likely. WᵀW = gain² I, or WWᵀ = gain² I if there are more outputs than inputs. Saxe, McClelland & Ganguli
 * 2014, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks"; as
 * torch.nn.init.orthogonal_. A convolution's kernel is the matrix [fan in, channels out].
 */
export const orthogonal: Initializer<typeof config.Type> = {
  config,
  sample: (shape, { gain }, draws) => {
    const { rows, columns } = matrixOf(shape);
    const factor = gainOf(gain);
    const rotation = orthonormal(draws.normals(rows * columns), rows, columns);
    return Float32Array.from(rotation, (value) => factor * value);
  },
};

/** Every row of this package but the activations, under its name in YAML. */
import { csv } from "./datasets/csv.ts";
import { idx } from "./datasets/idx.ts";
import { images } from "./datasets/images.ts";
import { mnist } from "./datasets/mnist.ts";
import { npy } from "./datasets/npy.ts";
import { npz } from "./datasets/npz.ts";
import { parquet } from "./datasets/parquet.ts";
import { cpu } from "./engines/cpu.ts";
import { wasm } from "./engines/wasm/wasm.ts";
import { activation } from "./layers/activation.ts";
import { dense } from "./layers/dense.ts";
import { dropout } from "./layers/dropout.ts";
import { flatten } from "./layers/flatten.ts";
import { absoluteError } from "./losses/absoluteError.ts";
import { binaryCrossEntropy } from "./losses/binaryCrossEntropy.ts";
import { crossEntropy } from "./losses/crossEntropy.ts";
import { hinge } from "./losses/hinge.ts";
import { huber } from "./losses/huber.ts";
import { squaredError } from "./losses/squaredError.ts";

export const layers = { dense, dropout, flatten, activation };

export const losses = {
  cross_entropy: crossEntropy,
  binary_cross_entropy: binaryCrossEntropy,
  hinge,
  squared_error: squaredError,
  absolute_error: absoluteError,
  huber,
};

export const datasets = { mnist, csv, parquet, idx, npy, npz, images };

export const engines = { wasm, cpu };

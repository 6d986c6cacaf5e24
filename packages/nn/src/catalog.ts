/** Every row of this package but the activations, under its name in YAML. */
import { csv } from "./datasets/csv.ts";
import { idx } from "./datasets/idx.ts";
import { images } from "./datasets/images.ts";
import { mnist } from "./datasets/mnist.ts";
import { npy } from "./datasets/npy.ts";
import { npz } from "./datasets/npz.ts";
import { parquet } from "./datasets/parquet.ts";
import { cpu } from "./engines/cpu.ts";
import { tensorflow } from "./engines/tensorflow.ts";
import { wasm } from "./engines/wasm/wasm.ts";
import { webgpu } from "./engines/webgpu/webgpu.ts";
import { activation } from "./layers/activation.ts";
import { averagePool } from "./layers/averagePool.ts";
import { batchNorm } from "./layers/batchNorm.ts";
import { conv2d } from "./layers/conv2d.ts";
import { dense } from "./layers/dense.ts";
import { depthwiseConv2d } from "./layers/depthwiseConv2d.ts";
import { dropout } from "./layers/dropout.ts";
import { embedding } from "./layers/embedding.ts";
import { flatten } from "./layers/flatten.ts";
import { gaussianNoise } from "./layers/gaussianNoise.ts";
import { globalAveragePool } from "./layers/globalAveragePool.ts";
import { gru } from "./layers/gru.ts";
import { layerNorm } from "./layers/layerNorm.ts";
import { lstm } from "./layers/lstm.ts";
import { maxout } from "./layers/maxout.ts";
import { maxPool } from "./layers/maxPool.ts";
import { reshape } from "./layers/reshape.ts";
import { residual } from "./layers/residual.ts";
import { separableConv2d } from "./layers/separableConv2d.ts";
import { simpleRnn } from "./layers/simpleRnn.ts";
import { absoluteError } from "./losses/absoluteError.ts";
import { binaryCrossEntropy } from "./losses/binaryCrossEntropy.ts";
import { crossEntropy } from "./losses/crossEntropy.ts";
import { hinge } from "./losses/hinge.ts";
import { huber } from "./losses/huber.ts";
import { squaredError } from "./losses/squaredError.ts";

export const layers = {
  dense,
  conv2d,
  depthwise_conv2d: depthwiseConv2d,
  separable_conv2d: separableConv2d,
  max_pool: maxPool,
  average_pool: averagePool,
  global_average_pool: globalAveragePool,
  batch_norm: batchNorm,
  layer_norm: layerNorm,
  residual,
  maxout,
  dropout,
  gaussian_noise: gaussianNoise,
  flatten,
  reshape,
  activation,
  lstm,
  gru,
  simple_rnn: simpleRnn,
  embedding,
};

export const losses = {
  cross_entropy: crossEntropy,
  binary_cross_entropy: binaryCrossEntropy,
  hinge,
  squared_error: squaredError,
  absolute_error: absoluteError,
  huber,
};

export const datasets = { mnist, csv, parquet, idx, npy, npz, images };

export const engines = { wasm, tensorflow, webgpu, cpu };

import type { KernelConfig } from "@tensorflow/tfjs-core";
import { arrange } from "./arrange.ts";
import { binary } from "./binary.ts";
import { convolution } from "./convolution.ts";
import { depthwise } from "./depthwise.ts";
import { fused } from "./fused.ts";
import { gather } from "./gather.ts";
import { gru } from "./gru.ts";
import { join } from "./join.ts";
import { lstm } from "./lstm.ts";
import { normalization } from "./normalization.ts";
import { pooling } from "./pooling.ts";
import { product } from "./product.ts";
import { reduce } from "./reduce.ts";
import { unary } from "./unary.ts";

/** Everything the engine wasm can compute: a family a file here, and one of the same name in `assembly/`. */
export const allKernels: ReadonlyArray<KernelConfig> = [
  ...arrange,
  ...unary,
  ...binary,
  ...reduce,
  ...product,
  ...fused,
  ...convolution,
  ...depthwise,
  ...pooling,
  ...normalization,
  ...join,
  ...gather,
  ...lstm,
  ...gru,
];

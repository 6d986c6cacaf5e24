import { avgPool, type Tensor4D } from "@tensorflow/tfjs-core";
import type { LayerKind } from "../Layer.ts";
import { asPictures } from "../placeWindow.ts";
import { makePool, PoolConfig } from "./makePool.ts";

/**
 * [batch, height, width, channels] → [batch, height', width', channels], the mean of each window; the margins of
 * `same` do not count (PyTorch's `count_include_pad=False`, Keras).
 */
export const averagePool: LayerKind<PoolConfig> = {
  config: PoolConfig.annotate({ description: "The mean of each window, channel by channel." }),
  make: (name, inputShape, config) =>
    makePool(
      name,
      inputShape,
      config,
      "average_pool",
      (x, size, stride, padding) => avgPool(asPictures(x) as Tensor4D, size, stride, padding), // of four axes now
    ),
};

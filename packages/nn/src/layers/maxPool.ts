import { maxPool as maxPoolOf, type Tensor4D } from "@tensorflow/tfjs-core";
import type { LayerKind } from "../Layer.ts";
import { asPictures } from "../placeWindow.ts";
import { makePool, PoolConfig } from "./makePool.ts";

/**
 * [batch, height, width, channels] → [batch, height', width', channels], the largest of each window; the margins of
 * `same` never win. The gradient goes to the first of equals, as in PyTorch.
 */
export const maxPool: LayerKind<PoolConfig> = {
  config: PoolConfig.annotate({ description: "The largest number of each window, channel by channel." }),
  make: (name, inputShape, config) =>
    makePool(
      name,
      inputShape,
      config,
      "max_pool",
      (x, size, stride, padding) => maxPoolOf(asPictures(x) as Tensor4D, size, stride, padding), // of four axes now
    ),
};

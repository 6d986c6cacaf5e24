import { matMul, reshape, type Tensor, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";

/**
 * A filter [height, width, …] with `dilation - 1` zeros between its lines, down and across: what convolves as the
 * dilated filter does. By a product, whose gradient every engine has.
 */
export const spreadFilter = (filter: Tensor, [down, across]: readonly [number, number]): Tensor => {
  if (down === 1 && across === 1) return filter;
  const [height, width, ...channels] = filter.shape as [number, number, ...number[]]; // by contract
  const [high, wide] = [(height - 1) * down + 1, (width - 1) * across + 1];
  const places = new Float32Array(high * wide * height * width);
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++)
      places[(i * down * wide + j * across) * height * width + i * width + j] = 1;
  const lines = reshape(filter, [height * width, -1]) as Tensor2D; // of the shape that stands here
  const spread = matMul(tensor2d(places, [high * wide, height * width]), lines);
  return reshape(spread, [high, wide, ...channels]);
};

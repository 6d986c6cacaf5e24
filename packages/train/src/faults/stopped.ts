import { customGrad, mul, type Tensor } from "@tensorflow/tfjs-core";

/** The same value, whose gradient comes back times `factor`: 0 cuts it. */
export const stopped = (value: Tensor, factor = 0): Tensor =>
  customGrad((x) => {
    // customGrad's own type says Tensor or the function that keeps tensors; only the first is handed here
    const input = x as Tensor;
    return { value: mul(input, 1), gradFunc: (dy: Tensor) => mul(dy, factor) };
  })(value);

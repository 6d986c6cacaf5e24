import { customGrad, type GradSaveFunc, mul, type Tensor } from "@tensorflow/tfjs-core";

type Elementwise = (x: Tensor, ...others: ReadonlyArray<Tensor>) => Tensor;

/**
 * The function `value` of x, element by element, whose derivative is `slope`: for one with a kink, where the gradients
 * of its parts would not add up to PyTorch's at the kink, or would cancel far from it. The others (targets) are
 * handed to both and get no gradient. No second derivative.
 */
export const withSlope =
  (value: Elementwise, slope: Elementwise): Elementwise =>
  (x, ...others) =>
    customGrad((...inputs) => {
      const [given, save] = inputs as [Tensor, GradSaveFunc]; // tfjs passes the input, then the function that keeps
      save([given, ...others]);
      return {
        value: value(given, ...others),
        gradFunc: (dy, [kept, ...rest]) => mul(dy, slope(kept!, ...rest)),
      };
    })(x);

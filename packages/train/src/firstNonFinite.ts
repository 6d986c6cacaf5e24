import type { Model, Params } from "@attune/nn";
import { type Tensor, tidy } from "@tensorflow/tfjs-core";

/**
 * Name of the first tensor, in forward order, with a value that is NaN or infinite: `inputs`, a layer's param, its
 * preactivation or activation, or a param that no layer told of.
 */
export const firstNonFinite = (model: Model, params: Params, inputs: Tensor): string | undefined =>
  tidy(() => {
    let found: string | undefined;
    const check = (name: string, value: Tensor) => {
      if (found === undefined && !value.dataSync().every(Number.isFinite)) found = name;
    };
    const checkParams = (prefix: string) => {
      for (const [name, value] of Object.entries(params)) if (name.startsWith(prefix)) check(name, value);
    };
    check("inputs", inputs);
    model.apply(params, inputs, {
      training: false,
      observe: (layer, kind, value) => {
        checkParams(`${layer}.`);
        check(`${layer} ${kind}`, value);
      },
    });
    checkParams("");
    return found;
  });

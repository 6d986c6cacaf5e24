/**
 * The recurrence of a GRU over a whole sequence: what is left of the layer once x W + b is known for all steps. On the
 * engine wasm one kernel each way.
 *
 * r, z = σ(x W + b + h U), n = tanh(x W + b + r (h U + c)), h = (1 - z) n + z h, with h = 0 before the first step.
 */
import {
  add,
  engine,
  type GradConfig,
  matMul,
  mul,
  sigmoid,
  split,
  stack,
  sub,
  type Tensor,
  type Tensor2D,
  tanh,
  unstack,
  zeros,
} from "@tensorflow/tfjs-core";
import { attributes } from "./attributes.ts";
import { hasKernel } from "./hasKernel.ts";

const kernelName = "Gru_attune";
const gradientName = "GruGradient_attune";

const inThree = (x: Tensor): readonly [Tensor, Tensor, Tensor] => split(x, 3, 1) as [Tensor, Tensor, Tensor]; // three parts

/** The plain definition. */
export const plainGru = (projection: Tensor, recurrent: Tensor, bias: Tensor, last: boolean): Tensor => {
  const states: Tensor[] = [];
  let hidden: Tensor = zeros([projection.shape[1]!, recurrent.shape[0]!]);
  for (const given of unstack(projection, 0)) {
    const [xr, xz, xn] = inThree(given);
    const [hr, hz, hn] = inThree(matMul(hidden as Tensor2D, recurrent as Tensor2D)); // matrices by contract
    const update = sigmoid(add(xz, hz));
    const candidate = tanh(add(xn, mul(sigmoid(add(xr, hr)), add(hn, bias))));
    hidden = add(candidate, mul(update, sub(hidden, candidate)));
    states.push(hidden);
  }
  return last ? hidden : stack(states, 0);
};

/**
 * projection [time, batch, 3 · units] = x W + b, recurrent [units, 3 · units], gates in the order r, z, n, bias [units]
 * (c above) → the states [time, batch, units], or the last alone, [batch, units]. time ≥ 1.
 */
export const gruStates = (projection: Tensor, recurrent: Tensor, bias: Tensor, last: boolean): Tensor =>
  hasKernel(kernelName)
    ? engine().runKernel<Tensor[]>(kernelName, { projection, recurrent, bias }, { last })[0]!
    : plainGru(projection, recurrent, bias, last);

export const gruGradient: GradConfig = {
  kernelName,
  inputsToSave: ["recurrent"],
  outputsToSave: [false, true, true, true],
  gradFunc: (dys, saved, attrs) => {
    const [recurrent, hidden, gates, products] = saved as [Tensor, Tensor, Tensor, Tensor]; // as above
    const given = { dOut: (dys as Tensor[])[0]!, recurrent, hidden, gates, products }; // of the states
    const { last } = attributes<{ last: boolean }>(attrs);
    const gradients = engine().runKernel<[Tensor, Tensor, Tensor]>(gradientName, given, { last });
    return {
      projection: () => gradients[0],
      recurrent: () => gradients[1],
      bias: () => gradients[2],
    };
  },
};

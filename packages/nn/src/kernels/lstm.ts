/**
 * The recurrence of an LSTM over a whole sequence: what is left of the layer once x W + b is known for all steps. On
 * the engine wasm one kernel each way; a kernel rather than `customGrad`, whose gradients are never lazy.
 *
 * i, f, o = σ(x W + b + h U), g = tanh(…); c = f c + i g; h = o tanh c, with h = c = 0 before the first step.
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
  type Tensor,
  type Tensor2D,
  tanh,
  unstack,
  zeros,
} from "@tensorflow/tfjs-core";
import { attributes } from "./attributes.ts";
import { hasKernel } from "./hasKernel.ts";

const kernelName = "Lstm_attune";
const gradientName = "LstmGradient_attune";

/** The plain definition. */
export const plainLstm = (projection: Tensor, recurrent: Tensor, last: boolean): Tensor => {
  const states: Tensor[] = [];
  let hidden: Tensor = zeros([projection.shape[1]!, recurrent.shape[0]!]);
  let cell = hidden;
  for (const given of unstack(projection, 0)) {
    const sums = add(given, matMul(hidden as Tensor2D, recurrent as Tensor2D)); // matrices by contract
    const [i, f, g, o] = split(sums, 4, 1) as [Tensor, Tensor, Tensor, Tensor]; // four parts
    cell = add(mul(sigmoid(f), cell), mul(sigmoid(i), tanh(g)));
    hidden = mul(sigmoid(o), tanh(cell));
    states.push(hidden);
  }
  return last ? hidden : stack(states, 0);
};

/**
 * projection [time, batch, 4 · units] = x W + b, recurrent [units, 4 · units], gates in the order i, f, g, o → the states
 * [time, batch, units], or the last alone, [batch, units]. time ≥ 1.
 */
export const lstmStates = (projection: Tensor, recurrent: Tensor, last: boolean): Tensor =>
  hasKernel(kernelName)
    ? engine().runKernel<Tensor[]>(kernelName, { projection, recurrent }, { last })[0]!
    : plainLstm(projection, recurrent, last);

export const lstmGradient: GradConfig = {
  kernelName,
  inputsToSave: ["recurrent"],
  outputsToSave: [false, true, true, true, true],
  gradFunc: (dys, saved, attrs) => {
    const [recurrent, hidden, gates, cells, squashed] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor]; // as above
    const given = { dOut: (dys as Tensor[])[0]!, recurrent, hidden, gates, cells, squashed }; // of the states
    const { last } = attributes<{ last: boolean }>(attrs);
    const [dProjection, dRecurrent] = engine().runKernel<[Tensor, Tensor]>(gradientName, given, { last });
    return { projection: () => dProjection, recurrent: () => dRecurrent };
  },
};

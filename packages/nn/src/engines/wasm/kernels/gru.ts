import type { KernelConfig } from "@tensorflow/tfjs-core";
import { blockOf, empty, sharing, wasmKernel } from "../wasmKernel.ts";
import { panelsOf, tile } from "./panels.ts";
import { chunk, lastStep, stepsOf } from "./recurrence.ts";

/** A GRU over a whole sequence, and its gradient: `nn/kernels/gru.ts` says what they take and give. */
export const gru: ReadonlyArray<KernelConfig> = [
  wasmKernel("Gru_attune", ({ backend, inputs, attrs }) => {
    const [projection, recurrent, bias] = [inputs.projection!, inputs.recurrent!, inputs.bias!];
    const { time, batch, units } = stepsOf(projection, recurrent);
    const hidden = empty(backend, [time, batch, units], "float32");
    const gates = empty(backend, projection.shape, "float32");
    const products = empty(backend, hidden.shape, "float32");
    const outs = [hidden, gates, products];
    backend.scratch(tile + panelsOf(units, 3 * units), (scratch) =>
      backend.call(
        "gru",
        [projection, recurrent, bias].map(blockOf),
        [...outs.map(blockOf), scratch],
        [time, batch, units],
      ),
    );
    return [
      attrs.last === true ? lastStep(backend, hidden) : sharing(backend, hidden, hidden.shape),
      ...outs,
    ];
  }),
  wasmKernel("GruGradient_attune", ({ backend, inputs, attrs }) => {
    const { dOut, recurrent, hidden, gates, products } = inputs;
    const { time, batch, units } = stepsOf(gates!, recurrent!);
    const outs = [gates!.shape, recurrent!.shape, [units]].map((shape) => empty(backend, shape, "float32"));
    const pack = Math.max(panelsOf(3 * units, units), panelsOf(chunk, 3 * units));
    const states = batch * units;
    backend.scratch(tile + states + 4 + 3 * time * states + pack, (scratch) =>
      backend.call(
        "gruGradient",
        [dOut!, recurrent!, hidden!, gates!, products!].map(blockOf),
        [...outs.map(blockOf), scratch],
        [time, batch, units, attrs.last === true ? 1 : 0],
      ),
    );
    return outs;
  }),
];

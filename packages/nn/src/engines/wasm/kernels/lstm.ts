import type { KernelConfig } from "@tensorflow/tfjs-core";
import { blockOf, empty, sharing, wasmKernel } from "../wasmKernel.ts";
import { panelsOf, tile } from "./panels.ts";
import { chunk, lastStep, stepsOf } from "./recurrence.ts";

/** An LSTM over a whole sequence, and its gradient: `nn/kernels/lstm.ts` says what they take and give. */
export const lstm: ReadonlyArray<KernelConfig> = [
  wasmKernel("Lstm_attune", ({ backend, inputs, attrs }) => {
    const [projection, recurrent] = [inputs.projection!, inputs.recurrent!];
    const { time, batch, units } = stepsOf(projection, recurrent);
    const hidden = empty(backend, [time, batch, units], "float32");
    const gates = empty(backend, projection.shape, "float32");
    const cells = empty(backend, hidden.shape, "float32");
    const squashed = empty(backend, hidden.shape, "float32");
    const outs = [hidden, gates, cells, squashed];
    backend.scratch(tile + panelsOf(units, 4 * units), (scratch) =>
      backend.call(
        "lstm",
        [blockOf(projection), blockOf(recurrent)],
        [...outs.map(blockOf), scratch],
        [time, batch, units],
      ),
    );
    return [
      attrs.last === true ? lastStep(backend, hidden) : sharing(backend, hidden, hidden.shape),
      ...outs,
    ];
  }),
  wasmKernel("LstmGradient_attune", ({ backend, inputs, attrs }) => {
    const { dOut, recurrent, hidden, gates, cells, squashed } = inputs;
    const { time, batch, units } = stepsOf(gates!, recurrent!);
    const dProjection = empty(backend, gates!.shape, "float32");
    const dRecurrent = empty(backend, recurrent!.shape, "float32");
    const back = panelsOf(4 * units, units);
    const across = panelsOf(chunk, 4 * units);
    const reads = [dOut!, recurrent!, hidden!, gates!, cells!, squashed!].map(blockOf);
    backend.scratch(tile + 2 * batch * units + Math.max(back, across), (scratch) =>
      backend.call(
        "lstmGradient",
        reads,
        [blockOf(dProjection), blockOf(dRecurrent), scratch],
        [time, batch, units, attrs.last === true ? 1 : 0],
      ),
    );
    return [dProjection, dRecurrent];
  }),
];

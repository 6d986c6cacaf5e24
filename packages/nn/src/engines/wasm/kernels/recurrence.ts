/** What the kernels of the recurrent layers share: sizes. */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { WasmBackend } from "../WasmBackend.ts";
import { blockOf, empty } from "../wasmKernel.ts";

/** Rows that `sumProducts` in `assembly/recurrence.ts` packs at once. */
export const chunk = 256;

/** Of a projection [time, batch, gates · units] and recurrent weights [units, gates · units]. */
export const stepsOf = (
  projection: TensorInfo,
  recurrent: TensorInfo,
): { readonly time: number; readonly batch: number; readonly units: number } => {
  const [time, batch] = projection.shape as [number, number]; // by contract
  return { time, batch, units: recurrent.shape[0]! };
};

/** The last of states [time, batch, units], as a tensor of its own. */
export const lastStep = (backend: WasmBackend, states: TensorInfo): TensorInfo => {
  const [time, batch, units] = states.shape as [number, number, number]; // by contract
  const out = empty(backend, [batch, units], "float32");
  const size = batch * units;
  const offset = (time - 1) * size;
  backend.call("rearrange", [blockOf(states)], [blockOf(out)], [offset, 1, 1, 1, size, 0, 0, 0, 1]);
  return out;
};

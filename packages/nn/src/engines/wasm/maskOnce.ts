/** The gradient of relu, which calls take as they read what comes to them, taken once by the pool that gives it. */
import type { Block } from "./Block.ts";
import type { Call } from "./Trace.ts";

/** Which input of a kernel is a mask: what stands where that is 0 or below is left out. */
const masks: ReadonlyMap<string, number> = new Map([
  ["biasReluGradient", 1],
  ["winograd", 1],
  ["winogradFilter", 2],
  ["convolutionInput", 2],
  ["convolutionFilter", 2],
  ["depthwiseInput", 2],
  ["depthwiseFilter", 2],
]);

const maskOf = ({ kernel, reads }: Call): Block | undefined => reads[masks.get(kernel) ?? -1];

const unmasked = (call: Call): Call =>
  call.kernel === "biasReluGradient"
    ? { ...call, kernel: "biasGradient", reads: call.reads.slice(0, 1) }
    : { ...call, reads: call.reads.with(masks.get(call.kernel)!, undefined) };

/** The calls, where all that reads the gradient of a pool has what the pool read as its mask. `outputs` stay. */
export const maskOnce = (calls: ReadonlyArray<Call>, outputs: ReadonlyArray<Block>): ReadonlyArray<Call> => {
  const masked = [...calls];
  for (const [at, { kernel, reads, writes }] of calls.entries()) {
    const [, x] = reads;
    const gradient = writes[0]!;
    if (kernel !== "maxPoolGradient" || outputs.includes(gradient)) continue;
    const readers = [...calls.keys()].filter((reader) => calls[reader]!.reads.includes(gradient));
    if (!readers.every((reader) => maskOf(calls[reader]!) === x)) continue;
    masked[at] = { ...calls[at]!, kernel: "maxPoolReluGradient" };
    for (const reader of readers) masked[reader] = unmasked(masked[reader]!);
  }
  return masked;
};

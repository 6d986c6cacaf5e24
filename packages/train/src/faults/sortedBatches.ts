import type { Fault } from "./Fault.ts";

export const sortedBatches: Fault = {
  description: "batches in the order of the classes",
  wiring: (wiring) => {
    const labels = wiring.train.labels ?? new Int32Array(0);
    const order = Int32Array.from(labels.keys()).sort((a, b) => labels[a]! - labels[b]!);
    const sorted = (size: number) =>
      Array.from({ length: Math.ceil(order.length / size) }, (_, at) =>
        order.subarray(at * size, (at + 1) * size),
      );
    return { ...wiring, batches: (epoch) => sorted(wiring.batches(epoch)[0]?.length ?? 1) };
  },
  expected: ["SAN015"],
  consequences: [],
};

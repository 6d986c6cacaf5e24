import type { Model, NamedValues } from "@attune/nn";

/** A model's tensors, of zeros, scales of ones, and what else the shapes say they start from. */
export const zeroWeights = ({ paramShapes }: Pick<Model, "paramShapes">): NamedValues =>
  Object.fromEntries(
    Object.entries(paramShapes).map(([name, { shape, role, start = role === "scale" ? 1 : 0 }]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const data = Float32Array.from({ length: size }, (_, at) =>
        typeof start === "number" ? start : (start[at] ?? 0),
      );
      return [name, { shape, data }];
    }),
  );

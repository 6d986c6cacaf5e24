import { reshape as reshapeTensor } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import type { LayerKind } from "../Layer.ts";

const config = Schema.Struct({
  shape: Schema.Array(Schema.Int.check(Schema.isGreaterThan(0)))
    .check(Schema.isMinLength(1))
    .annotate({ description: "Lengths of the axes of one example, each at least 1." }),
}).annotate({ description: "Gives each example another shape; the numbers stay in their order." });

const sizeOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, length) => product * length, 1);

/** [batch, …] → [batch, ...shape], row-major: images are [height, width, channels], sequences [steps, features]. */
export const reshape: LayerKind<typeof config.Type> = {
  config,
  make(name, inputShape, { shape }) {
    const [size, wanted] = [sizeOf(inputShape), sizeOf(shape)];
    if (size !== wanted) {
      const from = `[${inputShape.join(", ")}]`;
      return {
        problem: `expected a shape of ${size} numbers, as many as ${from} holds, received [${shape.join(", ")}], ${wanted} numbers`,
        path: ["reshape", "shape"],
      };
    }
    return {
      name,
      params: {},
      outputShape: shape,
      apply: (_params, input) => reshapeTensor(input, [input.shape[0]!, ...shape]),
    };
  },
};

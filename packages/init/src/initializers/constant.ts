import * as Schema from "effect/Schema";
import type { Initializer } from "../Initializer.ts";
import { shapeSize } from "../shapeSize.ts";

const config = Schema.Struct({
  value: Schema.Finite.annotate({ description: "The value of every element." }),
}).annotate({ description: "One value everywhere." });

/** One value everywhere: for biases (0.01 is sometimes tried before ReLU; cs231n finds no consistent gain). */
export const constant: Initializer<typeof config.Type> = {
  config,
  sample: (shape, { value }) => new Float32Array(shapeSize(shape)).fill(value),
};

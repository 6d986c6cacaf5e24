import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Initializer } from "../Initializer.ts";
import { matrixOf } from "../matrixOf.ts";

const config = Schema.Struct({
  connections: Schema.Int.check(Schema.isGreaterThan(0))
    .annotate({ description: "Inputs that each unit starts joined to, above 0; at most all.", default: 10 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(10))),
  std: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "Standard deviation of these weights, above 0.", default: 0.01 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.01))),
}).annotate({ description: "Each unit is joined to a few random inputs, by normal weights; the rest is 0." });

/** Moves `picked` random ones of `items` to its front. Fisher-Yates, stopped early; `draws` are uniform on [0, 1). */
const pickFront = (items: Int32Array, picked: number, draws: Float32Array): void => {
  for (let at = 0; at < picked; at++) {
    const other = at + Math.floor(draws[at]! * (items.length - at));
    const kept = items[at]!;
    items[at] = items[other]!;
    items[other] = kept;
  }
};

/**
 * In each column, the weights into one unit, `connections` random entries are N(0, std²) and all others 0: the input
 * of a unit does not grow with the layer. Martens 2010, "Deep learning via Hessian-free optimization", section 5
 * (15 connections); cs231n names 10. Unlike torch.nn.init.sparse_, which takes the share of zeros.
 */
export const sparse: Initializer<typeof config.Type> = {
  config,
  sample: (shape, { connections, std }, { normals, uniforms }) => {
    const { rows, columns } = matrixOf(shape);
    const picked = Math.min(connections, rows);
    const weights = normals(picked * columns);
    const places = uniforms(picked * columns, 1); // apart from what the weights are made of
    const inputs = Int32Array.from({ length: rows }, (_, input) => input);
    const values = new Float32Array(rows * columns);
    for (let unit = 0; unit < columns; unit++) {
      const from = unit * picked;
      pickFront(inputs, picked, places.subarray(from, from + picked));
      for (let at = 0; at < picked; at++) values[inputs[at]! * columns + unit] = std * weights[from + at]!;
    }
    return values;
  },
};

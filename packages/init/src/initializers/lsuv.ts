import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Initializer } from "../Initializer.ts";
import { heNormal } from "./heNormal.ts";
import { lecunNormal } from "./lecunNormal.ts";
import { normal } from "./normal.ts";
import { orthogonal } from "./orthogonal.ts";
import { xavierNormal } from "./xavierNormal.ts";

const config = Schema.Struct({
  mode: Schema.Literals(["orthonormal_then_scale", "orthonormal_only", "scale_existing"])
    .annotate({
      description:
        "orthonormal_then_scale is the paper's; orthonormal_only leaves out the scaling; scale_existing scales what `existing` draws.",
      default: "orthonormal_then_scale",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("orthonormal_then_scale"))),
  tolerance: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({
      description: "How far the variance of a layer's outputs may be from 1, above 0.",
      default: 0.02,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.02))),
  maxIterations: Schema.Int.check(Schema.isGreaterThan(0))
    .annotate({ description: "Divisions of a layer's weights at most, at least 1.", default: 10 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(10))),
  batch: Schema.Int.check(Schema.isGreaterThan(1))
    .annotate({
      description:
        "Training examples that the outputs are measured on, at least 2: the more varied the data, the more.",
      default: 512,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(512))),
  existing: Schema.Literals(["he_normal", "xavier_normal", "lecun_normal", "normal"])
    .annotate({ description: "What scale_existing scales, with its defaults.", default: "he_normal" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("he_normal"))),
})
  .pipe(Schema.encodeKeys({ maxIterations: "max_iterations" }))
  .annotate({
    description:
      "Orthonormal, then each layer divided by the spread of its outputs on a batch until that is 1: for deep networks of any activation.",
  });
export type LsuvConfig = typeof config.Type;

/**
 * Layer-sequential unit variance: Mishkin & Matas 2016, "All you need is a good init", algorithm 1. This is its first
 * half, the values before the scaling; `initialWeights` scales them, layer after layer. Tolerance of the variance as in
 * LSUVinit (Caffe). Scale the inputs to variance 1 first: `data.normalize: standard`.
 */
export const lsuv: Initializer<LsuvConfig> = {
  config,
  sample: (shape, { mode, existing }, draws) => {
    if (mode !== "scale_existing") return orthogonal.sample(shape, { gain: 1 }, draws);
    switch (existing) {
      case "he_normal":
        return heNormal.sample(shape, { fan: "in" }, draws);
      case "xavier_normal":
        return xavierNormal.sample(shape, { fan: "average", gain: 1 }, draws);
      case "lecun_normal":
        return lecunNormal.sample(shape, {}, draws);
      case "normal":
        return normal.sample(shape, { std: 0.01 }, draws);
    }
  },
};

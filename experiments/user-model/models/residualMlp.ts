/**
 * A network of one's own: a residual multi-layer perceptron (He, Zhang, Ren & Sun 2016, with dense layers). Each
 * block adds W2 f(W1 x + b1) + b2 to what comes in. It is made of attune's own layers, so `init` knows their fans.
 */
import { dense, type Layer, type UserModel } from "@attune/nn";
import { add } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";

const Config = Schema.Struct({
  blocks: Schema.Int.check(Schema.isGreaterThan(0)).pipe(Schema.withDecodingDefaultKey(Effect.succeed(2))),
  width: Schema.Int.check(Schema.isGreaterThan(0)).pipe(Schema.withDecodingDefaultKey(Effect.succeed(16))),
  outputs: Schema.Int.check(Schema.isGreaterThan(0)),
});

const residualMlp: UserModel<typeof Config.Type> = {
  config: Config,
  build: ({ blocks, width, outputs }, inputShape) => {
    const first = dense.make("first", inputShape, { units: width, activation: { relu: {} } });
    const pairs = Array.from({ length: blocks }, (_, block): readonly [Layer, Layer] => [
      dense.make(`blocks.${block}.inner`, [width], { units: width, activation: { relu: {} } }),
      dense.make(`blocks.${block}.outer`, [width], { units: width, activation: { linear: {} } }),
    ]);
    const last = dense.make("last", [width], { units: outputs, activation: { linear: {} } });
    return {
      paramShapes: Object.assign({}, ...[first, ...pairs.flat(), last].map(({ params }) => params)),
      outputShape: [outputs],
      apply: (params, inputs, mode) => {
        const through = pairs.reduce(
          (x, [inner, outer]) => add(x, outer.apply(params, inner.apply(params, x, mode), mode)),
          first.apply(params, inputs, mode),
        );
        return last.apply(params, through, mode);
      },
    };
  },
};

export default residualMlp;

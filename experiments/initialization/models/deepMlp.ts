/** A stack of `depth` dense ReLU layers of one width under an output layer: a depth that a file may search over. */
import { dense, type UserModel } from "@attune/nn";
import * as Schema from "effect/Schema";

const Size = Schema.Int.check(Schema.isGreaterThan(0));

const Config = Schema.Struct({ depth: Size, width: Size, outputs: Size });

const deepMlp: UserModel<typeof Config.Type> = {
  config: Config,
  build: ({ depth, width, outputs }, inputShape) => {
    const hidden = Array.from({ length: depth }, (_, at) =>
      dense.make(`layers.${at}`, at === 0 ? inputShape : [width], {
        units: width,
        activation: { relu: {} },
      }),
    );
    const last = dense.make(`layers.${depth}`, [width], { units: outputs, activation: { linear: {} } });
    const layers = [...hidden, last];
    return {
      paramShapes: Object.assign({}, ...layers.map(({ params }) => params)),
      outputShape: [outputs],
      apply: (params, inputs, mode) => layers.reduce((x, layer) => layer.apply(params, x, mode), inputs),
    };
  },
};

export default deepMlp;

/**
 * A step of one's own: multiplies every weight by a factor. It consumes `weights` and produces `weights`, so the
 * steps after it start from what it wrote. `scale.ts` is a helper: when it changes, this step runs again.
 */
import { outcome, type UserStep } from "@attune/core";
import { decodeTensors, encodeTensors } from "@attune/nn";
import * as Schema from "effect/Schema";
import { scale } from "./scale.ts";

const Config = Schema.Struct({ factor: Schema.Finite.check(Schema.isGreaterThan(0)) });
const decodeConfig = Schema.decodeUnknownSync(Config);

const shrinkWeights: UserStep = {
  config: Config,
  consumes: ["weights"],
  produces: ["weights"],
  run: async (view, { inputs, blobs }) => {
    const { factor } = decodeConfig(view);
    const hash = inputs.weights?.artifacts.weights;
    if (hash === undefined) throw new Error("the step before wrote no weights");
    const { values } = decodeTensors(blobs.read(hash));
    const scaled = Object.entries(values).map(([name, { shape, data }]) => [
      name,
      { shape, data: scale(data, factor) },
    ]);
    return outcome({ artifacts: { weights: blobs.write(encodeTensors(Object.fromEntries(scaled))) } });
  },
};

export default shrinkWeights;

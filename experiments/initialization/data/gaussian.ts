/** Standard normal inputs with the sign of their first number for a class: nothing in them favours any layer. */
import { type Dataset, normals, stream, type UserDataset } from "@attune/nn";
import * as Schema from "effect/Schema";

const Size = Schema.Int.check(Schema.isGreaterThan(0));

const Config = Schema.Struct({ examples: Size, width: Size });

const gaussian: UserDataset<typeof Config.Type> = {
  config: Config,
  load: ({ examples, width }): Dataset => {
    const features = Float32Array.from(normals(stream(1, "initialization/inputs"), examples * width));
    const labels = Int32Array.from({ length: examples }, (_, at) =>
      (features[at * width] ?? 0) > 0 ? 1 : 0,
    );
    return {
      examples,
      featureShape: [width],
      features,
      scale: 1,
      target: { kind: "classes", labels, names: ["negative", "positive"] },
    };
  },
};

export default gaussian;

/**
 * Standard normal inputs whose class is the side of a plane that they lie on, but for a share of labels that is
 * flipped at random: a network that fits those has learned nothing that carries over.
 */
import { type Dataset, normals, stream, type UserDataset, uniforms } from "@attune/nn";
import * as Schema from "effect/Schema";

const Size = Schema.Int.check(Schema.isGreaterThan(0));

const Config = Schema.Struct({
  examples: Size,
  width: Size,
  flipped: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 0.5 })),
});

const noisyTeacher: UserDataset<typeof Config.Type> = {
  config: Config,
  load: ({ examples, width, flipped }): Dataset => {
    const features = Float32Array.from(normals(stream(1, "overfitting/inputs"), examples * width));
    const plane = normals(stream(1, "overfitting/plane"), width);
    const luck = uniforms(stream(1, "overfitting/flipped"), examples);
    const labels = Int32Array.from({ length: examples }, (_, example) => {
      const height = plane.reduce(
        (sum, weight, at) => sum + weight * (features[example * width + at] ?? 0),
        0,
      );
      return height > 0 === (luck[example] ?? 0) >= flipped ? 1 : 0;
    });
    return {
      examples,
      featureShape: [width],
      features,
      scale: 1,
      target: { kind: "classes", labels, names: ["below", "above"] },
    };
  },
};

export default noisyTeacher;

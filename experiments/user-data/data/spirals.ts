/**
 * A data set of one's own: points on spirals that wind around one another, one class a spiral. It draws from
 * counter-based streams, so the same settings give the same points on every machine. `spiralPoint.ts` is a helper:
 * when it changes, what learns from these points runs again.
 */
import { type Dataset, normals, stream, type UserDataset } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { spiralPoint } from "./spiralPoint.ts";

const Config = Schema.Struct({
  arms: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 10 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(3)),
  ),
  points: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100_000 })),
  noise: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(0.1)),
  ),
  seed: Schema.Int.pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
});

const spirals: UserDataset<typeof Config.Type> = {
  config: Config,
  load: ({ arms, points, noise, seed }): Dataset => {
    const examples = arms * points;
    const features = new Float32Array(2 * examples);
    const labels = new Int32Array(examples);
    const shaking = normals(stream(seed, "spirals/noise"), 2 * examples);
    for (let example = 0; example < examples; example++) {
      const arm = example % arms;
      const { x, y } = spiralPoint(arm / arms, Math.floor(example / arms) / points);
      features[2 * example] = x + noise * (shaking[2 * example] ?? 0);
      features[2 * example + 1] = y + noise * (shaking[2 * example + 1] ?? 0);
      labels[example] = arm;
    }
    const names = Array.from({ length: arms }, (_, arm) => `spiral ${arm + 1}`);
    return {
      examples,
      featureShape: [2],
      features,
      scale: 1,
      featureNames: ["x", "y"],
      target: { kind: "classes", labels, names },
    };
  },
};

export default spirals;

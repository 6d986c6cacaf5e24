/** Sequences of random tokens whose class is the first of them: to tell it, a network has to keep it to the end. */
import { type Dataset, stream, type UserDataset, uniforms } from "@attune/nn";
import * as Schema from "effect/Schema";

const Config = Schema.Struct({
  examples: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })),
  length: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 10_000 })),
});

const firstToken: UserDataset<typeof Config.Type> = {
  config: Config,
  load: ({ examples, length }): Dataset => {
    const features = Float32Array.from(
      uniforms(stream(1, "lstm-forget-bias/tokens"), examples * length),
      (u) => (u < 0.5 ? -1 : 1),
    );
    const labels = Int32Array.from({ length: examples }, (_, at) => (features[at * length] === 1 ? 1 : 0));
    return {
      examples,
      featureShape: [length, 1],
      features,
      scale: 1,
      target: { kind: "classes", labels, names: ["-1 first", "+1 first"] },
    };
  },
};

export default firstToken;

/**
 * Sequences of tokens, each an index below `vocabulary`. The tokens 0 and 1 stand in every sequence once, at random
 * places, and the class is which of them came first: to tell it, a network has to remember.
 */
import { type Dataset, stream, type UserDataset, uniforms } from "@attune/nn";
import * as Schema from "effect/Schema";

const Config = Schema.Struct({
  examples: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })),
  length: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 10_000 })),
  vocabulary: Schema.Int.check(Schema.isBetween({ minimum: 3, maximum: 10_000 })),
});

const whichFirst: UserDataset<typeof Config.Type> = {
  config: Config,
  load: ({ examples, length, vocabulary }): Dataset => {
    const filling = uniforms(stream(1, "sequences/filling"), examples * length);
    const places = uniforms(stream(1, "sequences/places"), 2 * examples);
    const features = filling.map((u) => 2 + Math.floor(u * (vocabulary - 2)));
    const labels = new Int32Array(examples);
    for (let example = 0; example < examples; example++) {
      const zero = Math.floor((places[2 * example] ?? 0) * length);
      // one of the other places
      const step = 1 + Math.floor((places[2 * example + 1] ?? 0) * (length - 1));
      const one = (zero + step) % length;
      features[example * length + zero] = 0;
      features[example * length + one] = 1;
      labels[example] = zero < one ? 0 : 1;
    }
    const names = ["0 first", "1 first"];
    return {
      examples,
      featureShape: [length],
      features,
      scale: 1,
      target: { kind: "classes", labels, names },
    };
  },
};

export default whichFirst;

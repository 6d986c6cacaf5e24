import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Initializer } from "../Initializer.ts";
import { kernelMiddle } from "../kernelMiddle.ts";
import { shapeSize } from "../shapeSize.ts";

const config = Schema.Struct({
  groups: Schema.Int.check(Schema.isGreaterThan(0))
    .annotate({
      description: "Groups of output channels, at least 1: each group gets the input channels anew.",
      default: 1,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
}).annotate({ description: "A convolution that passes its channels on unmoved, as far as there are such." });

/**
 * 1 in the middle of the kernel where the channel out has the number of the channel in, counted within its group; else
 * 0: as torch.nn.init.dirac_ (Zagoruyko & Komodakis 2017, "DiracNets"). With one group the same as `identity` of gain
 * 1. Channels out that the groups do not divide evenly, the last few, stay 0.
 */
export const dirac: Initializer<typeof config.Type> = {
  config,
  sample: (shape, { groups }) => {
    const { offset, inputs, outputs } = kernelMiddle(shape);
    const values = new Float32Array(shapeSize(shape));
    const own = Math.floor(outputs / groups);
    for (let group = 0; group < groups; group++) {
      for (let channel = 0; channel < Math.min(inputs, own); channel++) {
        values[offset + channel * outputs + group * own + channel] = 1;
      }
    }
    return values;
  },
};

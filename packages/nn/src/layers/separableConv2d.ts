import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { activationOf, activation as activationSetting } from "../ActivationConfig.ts";
import { convolution, depthwiseConvolution } from "../kernels/convolution.ts";
import type { LayerKind } from "../Layer.ts";
import { asPictures, placeWindow } from "../placeWindow.ts";
import { bias, bothOf, dilation, kernel, samePadding, stride } from "../windowSettings.ts";
import { withActivation } from "./withActivation.ts";

const config = Schema.Struct({
  filters: Schema.Int.check(Schema.isGreaterThan(0)).annotate({
    description: "Number of output channels, at least 1.",
  }),
  kernel,
  multiplier: Schema.Int.check(Schema.isGreaterThan(0))
    .annotate({ description: "Filters for each input channel, before the mixing, at least 1.", default: 1 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  stride,
  padding: samePadding,
  dilation,
  activation: activationSetting,
  bias,
}).annotate({
  description:
    "A depthwise_conv2d whose outputs are then mixed by a conv2d of 1 × 1: far fewer weights than conv2d.",
});

/**
 * [batch, height, width, in] → [batch, height', width', filters], nothing between the two. Depthwise
 * [kernel height, kernel width, in, multiplier], pointwise [1, 1, in · multiplier, filters], one bias [filters] after
 * both. Chollet 2017, "Xception"; Keras' SeparableConv2D.
 */
export const separableConv2d: LayerKind<typeof config.Type> = {
  config,
  make(name, inputShape, settings) {
    const { filters, multiplier, padding } = settings;
    const path = ["separable_conv2d", "kernel"];
    const placed = placeWindow(inputShape, { ...settings, size: settings.kernel }, path);
    if ("problem" in placed) return placed;
    const { channels, places } = placed;
    const activation = activationOf(settings.activation);
    const [height, width] = bothOf(settings.kernel);
    const field = height * width;
    const deep = channels * multiplier;
    const names = { depthwise: `${name}.depthwise`, pointwise: `${name}.pointwise`, bias: `${name}.bias` };
    const fans = { fanIn: deep, fanOut: filters, activation: activation.name };
    const window = { strides: bothOf(settings.stride), dilations: bothOf(settings.dilation), padding };
    const mixing = { strides: [1, 1], dilations: [1, 1], padding } as const;
    return {
      name,
      params: {
        [names.depthwise]: {
          shape: [height, width, channels, multiplier],
          role: "weight",
          fanIn: field,
          fanOut: field * multiplier,
          activation: "linear",
        },
        [names.pointwise]: { shape: [1, 1, deep, filters], role: "weight", ...fans },
        ...(settings.bias ? { [names.bias]: { shape: [filters], role: "bias" as const, ...fans } } : {}),
      },
      outputShape: [...places, filters],
      apply: (params, input, mode) => {
        const apart = depthwiseConvolution(asPictures(input), params[names.depthwise]!, undefined, {
          ...window,
          relu: false,
        });
        return withActivation(name, activation, mode, (relu) =>
          convolution(apart, params[names.pointwise]!, params[names.bias], { ...mixing, relu }),
        );
      },
    };
  },
};

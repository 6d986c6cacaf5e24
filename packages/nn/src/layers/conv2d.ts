import * as Schema from "effect/Schema";
import { activationOf, activation as activationSetting } from "../ActivationConfig.ts";
import { convolution } from "../kernels/convolution.ts";
import type { LayerKind } from "../Layer.ts";
import { asPictures, placeWindow } from "../placeWindow.ts";
import { bias, bothOf, dilation, kernel, samePadding, stride } from "../windowSettings.ts";
import { withActivation } from "./withActivation.ts";

const config = Schema.Struct({
  filters: Schema.Int.check(Schema.isGreaterThan(0)).annotate({
    description: "Number of filters, and so of output channels, at least 1.",
  }),
  kernel,
  stride,
  padding: samePadding,
  dilation,
  activation: activationSetting,
  bias,
}).annotate({
  description:
    "Filters that go over pictures [height, width, channels]: each output is a weighted sum of its surroundings.",
});

/**
 * [batch, height, width, in] → [batch, height', width', filters], channels last:
 * activation(b[o] + Σ x[s i + d u − p, s j + d v − p, c] w[u, v, c, o]), weight [kernel height, kernel width, in,
 * filters], bias [filters]. A correlation, as everywhere: the filter is not turned over. Where the margins of `same`
 * are odd, the larger half is below and to the right. LeCun et al. 1998, "Gradient-based learning applied to document
 * recognition"; dilation: Yu & Koltun 2016.
 */
export const conv2d: LayerKind<typeof config.Type> = {
  config,
  make(name, inputShape, settings) {
    const { filters, padding } = settings;
    const placed = placeWindow(inputShape, { ...settings, size: settings.kernel }, ["conv2d", "kernel"]);
    if ("problem" in placed) return placed;
    const { channels, places } = placed;
    const activation = activationOf(settings.activation);
    const [height, width] = bothOf(settings.kernel);
    const field = height * width;
    const fans = { fanIn: field * channels, fanOut: field * filters, activation: activation.name };
    const weight = `${name}.weight`;
    const shift = `${name}.bias`;
    const strides = bothOf(settings.stride);
    const dilations = bothOf(settings.dilation);
    return {
      name,
      params: {
        [weight]: { shape: [height, width, channels, filters], role: "weight", ...fans },
        ...(settings.bias ? { [shift]: { shape: [filters], role: "bias" as const, ...fans } } : {}),
      },
      outputShape: [...places, filters],
      apply: (params, input, mode) =>
        withActivation(name, activation, mode, (relu) =>
          convolution(asPictures(input), params[weight]!, params[shift], {
            strides,
            dilations,
            padding,
            relu,
          }),
        ),
    };
  },
};

import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { activationOf, activation as activationSetting } from "../ActivationConfig.ts";
import { depthwiseConvolution } from "../kernels/convolution.ts";
import type { LayerKind } from "../Layer.ts";
import { asPictures, placeWindow } from "../placeWindow.ts";
import { bias, bothOf, dilation, kernel, samePadding, stride } from "../windowSettings.ts";
import { withActivation } from "./withActivation.ts";

const config = Schema.Struct({
  kernel,
  multiplier: Schema.Int.check(Schema.isGreaterThan(0))
    .annotate({ description: "Filters for each input channel, at least 1.", default: 1 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  stride,
  padding: samePadding,
  dilation,
  activation: activationSetting,
  bias,
}).annotate({
  description: "As conv2d, but each channel has filters of its own and no output mixes channels.",
});

/**
 * [batch, height, width, in] → [batch, height', width', in · multiplier]: output channel c · multiplier + r is input
 * channel c through its r-th filter. Weight [kernel height, kernel width, in, multiplier], bias [in · multiplier]; a
 * filter sees one channel, so fan_in is the kernel's area. PyTorch's `groups = in`. Howard et al. 2017, "MobileNets".
 */
export const depthwiseConv2d: LayerKind<typeof config.Type> = {
  config,
  make(name, inputShape, settings) {
    const { multiplier, padding } = settings;
    const path = ["depthwise_conv2d", "kernel"];
    const placed = placeWindow(inputShape, { ...settings, size: settings.kernel }, path);
    if ("problem" in placed) return placed;
    const { channels, places } = placed;
    const activation = activationOf(settings.activation);
    const [height, width] = bothOf(settings.kernel);
    const field = height * width;
    const fans = { fanIn: field, fanOut: field * multiplier, activation: activation.name };
    const weight = `${name}.weight`;
    const shift = `${name}.bias`;
    const filters = channels * multiplier;
    const strides = bothOf(settings.stride);
    const dilations = bothOf(settings.dilation);
    return {
      name,
      params: {
        [weight]: { shape: [height, width, channels, multiplier], role: "weight", ...fans },
        ...(settings.bias ? { [shift]: { shape: [filters], role: "bias" as const, ...fans } } : {}),
      },
      outputShape: [...places, filters],
      apply: (params, input, mode) =>
        withActivation(name, activation, mode, (relu) =>
          depthwiseConvolution(asPictures(input), params[weight]!, params[shift], {
            strides,
            dilations,
            padding,
            relu,
          }),
        ),
    };
  },
};

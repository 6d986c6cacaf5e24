import { mean } from "@tensorflow/tfjs-core";
import type { LayerKind } from "../Layer.ts";
import { noSettings } from "../noSettings.ts";
import { asPictures, pictureOf } from "../placeWindow.ts";

/** [batch, height, width, channels] → [batch, channels], each channel's mean. Lin, Chen & Yan 2014, "Network in network". */
export const globalAveragePool: LayerKind = {
  config: noSettings.annotate({ description: "The mean of each channel over the whole picture." }),
  make(name, inputShape) {
    const picture = pictureOf(inputShape);
    if ("problem" in picture) return picture;
    return {
      name,
      params: {},
      outputShape: [picture[2]],
      apply: (_params, input) => mean(asPictures(input), [1, 2]),
    };
  },
};

import type { Remedy } from "@attune/core";
import type { Wiring } from "./Check.ts";
import { varianceOf } from "./layerStatistics.ts";

/** Variance of weights times their fan-in: of He 2, LeCun 1, Xavier of a square 1. Far outside no rule made them. */
const LEAST = 0.01;
const MOST = 100;

/** To draw the weights anew, where some were not drawn as large as any scheme does; and biases at 0 where they are not. */
export const startRemedies = ({ model, weights }: Wiring): ReadonlyArray<Remedy> => {
  const tensors = Object.entries(model.paramShapes).map(([name, shape]) => ({
    ...shape,
    value: weights[name]!,
  }));
  const odd = tensors.some(({ role, fanIn, value }) => {
    const size = varianceOf(value) * fanIn;
    return role === "weight" && !(size >= LEAST && size <= MOST);
  });
  const biased = tensors.some(({ role, value }) => role === "bias" && value.data.every((bias) => bias < -1));
  return [
    ...(biased
      ? [{ text: "Start the biases at 0.", patch: { path: "steps.init.with.biases", value: "zeros" } }]
      : []),
    ...(odd
      ? [
          {
            text: "Use an initializer that breaks symmetry and keeps the signal's size.",
            patch: { path: "steps.init.with.weights", value: "he_normal" },
          },
        ]
      : []),
  ];
};

import type { ParamShapes, Tensors } from "@attune/nn";
import { add } from "@tensorflow/tfjs-core";
import { l1Penalty } from "./l1Penalty.ts";
import { l2Penalty } from "./l2Penalty.ts";
import type { Penalty } from "./Penalty.ts";
import { type PenaltyConfig, strengthOf } from "./PenaltyConfig.ts";
import { penalized } from "./Strength.ts";

const both = (a: Tensors, b: Tensors): Tensors => ({
  ...a,
  ...Object.fromEntries(
    Object.entries(b).map(([name, value]) => [name, a[name] === undefined ? value : add(a[name], value)]),
  ),
});

/** What a training's settings add to the loss; undefined where that is nothing. */
export const penaltyOf = (shapes: ParamShapes, config: PenaltyConfig): Penalty | undefined => {
  const l1 = (weight: string) => strengthOf("l1", config, weight);
  const l2 = (weight: string) => strengthOf("l2", config, weight);
  const parts = [
    ...(penalized(shapes, l1).length > 0 ? [l1Penalty(shapes, l1)] : []),
    ...(penalized(shapes, l2).length > 0 ? [l2Penalty(shapes, l2)] : []),
  ];
  const [first, second] = parts;
  if (first === undefined || second === undefined) return first;
  return {
    value: (params) => add(first.value(params), second.value(params)),
    gradients: (params) => both(first.gradients(params), second.gradients(params)),
  };
};

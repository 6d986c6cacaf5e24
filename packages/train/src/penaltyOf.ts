import type { ParamShapes, Tensors } from "@attune/nn";
import { add } from "@tensorflow/tfjs-core";
import { l1Penalty } from "./l1Penalty.ts";
import { l2Penalty } from "./l2Penalty.ts";
import type { Penalty } from "./Penalty.ts";
import { type PenaltyConfig, strengthOf } from "./PenaltyConfig.ts";
import { penalized, type Strengths } from "./Strength.ts";

const both = (a: Tensors, b: Tensors): Tensors => ({
  ...a,
  ...Object.fromEntries(
    Object.entries(b).map(([name, value]) => [name, a[name] === undefined ? value : add(a[name], value)]),
  ),
});

/** Each λ above 0 of a training's settings, by its kind and its weight: `l2 layers.0.weight`. */
export const strengthsOf = (shapes: ParamShapes, config: PenaltyConfig): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.keys(shapes)
      .filter((weight) => shapes[weight]?.role === "weight")
      .flatMap((weight) =>
        (["l1", "l2"] as const).map(
          (kind) => [`${kind} ${weight}`, strengthOf(kind, config, weight)] as const,
        ),
      )
      .filter(([, lambda]) => lambda > 0),
  );

/** What a training adds to the loss, its λ by the names of `strengthsOf`; undefined where that is nothing. */
export const penaltyOf = (shapes: ParamShapes, strengths: Strengths): Penalty | undefined => {
  const l1 = (weight: string) => strengths[`l1 ${weight}`] ?? 0;
  const l2 = (weight: string) => strengths[`l2 ${weight}`] ?? 0;
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

import type { Model } from "@attune/nn";

/** Names of the last weight tensor and of the bias that follows it: params stand in order from input to output. */
export const headParams = ({
  paramShapes,
}: Pick<Model, "paramShapes">): {
  readonly weight: string | undefined;
  readonly bias: string | undefined;
} => {
  const names = Object.keys(paramShapes);
  const weight = names.findLast((name) => paramShapes[name]?.role === "weight");
  const after = weight === undefined ? [] : names.slice(names.indexOf(weight) + 1);
  return { weight, bias: after.find((name) => paramShapes[name]?.role === "bias") };
};

import type { ParamShapes } from "@attune/nn";

/** The layer that a tensor belongs to: `layers.2` of `layers.2.weight`. */
export const ownerOf = (param: string): string => param.split(".").slice(0, -1).join(".");

export interface OutputLayer {
  /** The last weight, and others of its layer. */
  readonly weights: ReadonlyArray<string>;
  /** Its bias with one value an output, if it has one. */
  readonly bias: string | undefined;
}

/**
 * The last layer with weights: params stand in order from input to output. Its bias has as many numbers as the network
 * has outputs: that of a maxout or a recurrent layer, which has more, is none.
 */
export const outputLayer = (shapes: ParamShapes, outputs?: number): OutputLayer => {
  const names = Object.keys(shapes);
  const last = names.findLast((name) => shapes[name]?.role === "weight");
  if (last === undefined) return { weights: [], bias: undefined };
  const own = names.filter((name) => ownerOf(name) === ownerOf(last));
  const wanted = outputs ?? shapes[last]!.shape.at(-1);
  return {
    weights: own.filter((name) => shapes[name]!.role === "weight"),
    bias: own.find((name) => {
      const { role, shape } = shapes[name]!;
      return role === "bias" && shape.length === 1 && shape[0] === wanted;
    }),
  };
};

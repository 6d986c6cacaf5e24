import type { Tensor } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Layer, LayerProblem } from "../Layer.ts";
import { placeWindow } from "../placeWindow.ts";
import { bothOf, Lengths, validPadding } from "../windowSettings.ts";

const config = Schema.Struct({
  size: Lengths.annotate({
    description: "Height and width of the window, one number for both.",
    default: 2,
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(2))),
  stride: Schema.optionalKey(
    Lengths.annotate({ description: "Steps of the window; its size if none is given." }),
  ),
  padding: validPadding,
});

export type PoolConfig = typeof config.Type;
export const PoolConfig = config;

type Pool = (
  x: Tensor,
  size: [number, number],
  stride: [number, number],
  padding: "same" | "valid",
) => Tensor;

/** A pool of the catalog's `kind`; by default its windows stand side by side. */
export const makePool = (
  name: string,
  inputShape: ReadonlyArray<number>,
  { size, stride = size, padding }: PoolConfig,
  kind: string,
  pool: Pool,
): Layer | LayerProblem => {
  const placed = placeWindow(inputShape, { size, stride, padding }, [kind, "size"]);
  if ("problem" in placed) return placed;
  return {
    name,
    params: {},
    outputShape: [...placed.places, placed.channels],
    apply: (_params, input) => pool(input, [...bothOf(size)], [...bothOf(stride)], padding),
  };
};

import {
  chosen,
  type NamedValues,
  normals,
  type ParamShape,
  type ParamShapes,
  stream,
  uniforms,
} from "@attune/nn";
import { initializers } from "./catalog.ts";
import type { InitConfig } from "./InitConfig.ts";
import type { Draws, Initializer } from "./Initializer.ts";
import { initializerOf } from "./initializerOf.ts";
import { shapeSize } from "./shapeSize.ts";

/** What the shape itself says its values start from. */
const startAt = ({ role, start = role === "scale" ? 1 : 0 }: ParamShape, index: number): number =>
  typeof start === "number" ? start : start[index]!;

/** What the initializer chosen for the tensor draws; of a scale and a statistic, which have none, 0. */
const drawn = (name: string, shape: ParamShape, config: InitConfig, seed: number): Float32Array => {
  const initializerChoice = initializerOf(name, shape, config);
  if (initializerChoice === undefined) return new Float32Array(shapeSize(shape));
  const choice = chosen(initializers, initializerChoice);
  const initializer: Initializer = choice.row;
  const source = stream(seed, `init/${name}`);
  const draws: Draws = {
    uniforms: (count, part) => uniforms(source, count, part),
    normals: (count, part) => normals(source, count, part),
  };
  return initializer.sample(shape, choice.config, draws);
};

/**
 * First values of every tensor of a model. Each tensor has its own stream, `init/<name>`: its values depend on the
 * seed, its name, shape and initializer, and not on what else the model holds. Where the shape has a `start`, it is
 * added. Overrides that match no tensor are passed over: `unmatched` tells them.
 */
export const initialize = (shapes: ParamShapes, config: InitConfig, seed: number): NamedValues =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const data = drawn(name, shape, config, seed).map((value, index) => value + startAt(shape, index));
      return [name, { shape: shape.shape, data }];
    }),
  );

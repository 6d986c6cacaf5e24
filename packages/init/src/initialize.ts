import { chosen, type NamedValues, normals, type ParamShapes, stream, uniforms } from "@attune/nn";
import { initializers } from "./catalog.ts";
import type { InitConfig } from "./InitConfig.ts";
import type { Initializer } from "./Initializer.ts";

/**
 * First values of every tensor of a model. Each tensor has its own stream, `init/<name>`: its values depend on the
 * seed, its name, shape and initializer, and not on what else the model holds.
 */
export const initialize = (shapes: ParamShapes, config: InitConfig, seed: number): NamedValues =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const choice = chosen(initializers, shape.role === "weight" ? config.weights : config.biases);
      const initializer: Initializer = choice.row;
      const source = stream(seed, `init/${name}`);
      const draws = {
        uniforms: (count: number) => uniforms(source, count),
        normals: (count: number) => normals(source, count),
      };
      return [name, { shape: shape.shape, data: initializer.sample(shape, choice.config, draws) }];
    }),
  );

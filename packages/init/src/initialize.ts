import { chosen, type NamedValues, normals, type ParamShapes, stream, uniforms } from "@attune/nn";
import { initializers } from "./catalog.ts";
import type { InitConfig } from "./InitConfig.ts";
import type { Draws, Initializer } from "./Initializer.ts";
import { initializerOf } from "./initializerOf.ts";

/**
 * First values of every tensor of a model. Each tensor has its own stream, `init/<name>`: its values depend on the
 * seed, its name, shape and initializer, and not on what else the model holds. Overrides that match no tensor are
 * passed over: `unmatched` tells them.
 */
export const initialize = (shapes: ParamShapes, config: InitConfig, seed: number): NamedValues =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const choice = chosen(initializers, initializerOf(name, shape, config));
      const initializer: Initializer = choice.row;
      const source = stream(seed, `init/${name}`);
      const draws: Draws = {
        uniforms: (count, part) => uniforms(source, count, part),
        normals: (count, part) => normals(source, count, part),
      };
      return [name, { shape: shape.shape, data: initializer.sample(shape, choice.config, draws) }];
    }),
  );

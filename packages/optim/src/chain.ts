import type { NamedValues, Tensors } from "@attune/nn";
import type { State, Transform } from "./Transform.ts";

/**
 * One transform after another: each takes the updates of the one before. `init` throws where two of them would
 * share a name in the state (the same transform twice).
 */
export const chain = (...transforms: ReadonlyArray<Transform>): Transform => ({
  init: (params) => {
    const states = transforms.map((transform) => transform.init(params));
    const state: NamedValues = Object.assign({}, ...states);
    const names = states.reduce((total, part) => total + Object.keys(part).length, 0);
    if (Object.keys(state).length !== names)
      throw new Error("two transforms of a chain share a name in the state");
    return state;
  },
  update: (gradients, state, params, scalars) => {
    let updates: Tensors = gradients;
    let next: State = {};
    for (const transform of transforms) {
      const result = transform.update(updates, state, params, scalars);
      updates = result.updates;
      next = { ...next, ...result.state };
    }
    return { updates, state: next };
  },
});

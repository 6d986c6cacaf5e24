import type { Params, Tensors } from "@attune/nn";
import { add } from "@tensorflow/tfjs-core";

/** params + updates, tensor by tensor: updates carry their sign. */
export const applyUpdates = (params: Params, updates: Tensors): Params =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, add(value, updates[name]!)]));

import { clone, enableProdMode, memory, setBackend, Tensor, tidy } from "@tensorflow/tfjs-core";
import type { Engine, TensorTree } from "../Engine.ts";
import { registerKernels } from "../kernels/registerKernels.ts";

/** The tree with a copy (of the handle, not of the values) for each tensor that `seen` holds already. */
const withoutSharing = (tree: TensorTree, seen: Set<TensorTree>): TensorTree => {
  if (!(tree instanceof Tensor)) {
    return Object.fromEntries(
      Object.entries(tree).map(([name, branch]) => [name, withoutSharing(branch, seen)]),
    );
  }
  if (seen.has(tree)) return clone(tree);
  seen.add(tree);
  return tree;
};

const leaves = (tree: TensorTree): ReadonlyArray<Tensor> =>
  tree instanceof Tensor ? [tree] : Object.values(tree).flatMap(leaves);

/** An engine that runs each operation as it comes, on a tfjs backend whose package is loaded already. */
export const openBackend = async (name: string): Promise<Engine> => {
  enableProdMode(); // no advice on the terminal to install other packages
  registerKernels(name);
  if (!(await setBackend(name))) throw new Error(`the engine ${name} could not be started`);
  return {
    name,
    compile: (step) => (inputs) => {
      const outputs = tidy(() => withoutSharing(step(inputs), new Set(leaves(inputs))));
      return outputs as ReturnType<typeof step>; // same names, and each tensor itself or its clone
    },
    tensors: () => memory().numTensors,
  };
};

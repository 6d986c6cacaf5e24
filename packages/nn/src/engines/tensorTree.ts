/** Tensors by name, nested: taken apart and put together, always in the order of their names. */
import { clone, Tensor } from "@tensorflow/tfjs-core";
import type { TensorTree } from "../Engine.ts";

/** In one order, however the step made them: what is written down of them is the same bytes. */
export const byName = (tensors: Readonly<Record<string, Tensor>>): ReadonlyArray<[string, Tensor]> =>
  Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1));

/** Sorted by name, so that records with the same names are the same whatever their order. */
export const leaves = (tree: TensorTree): ReadonlyArray<Tensor> =>
  tree instanceof Tensor
    ? [tree]
    : Object.keys(tree)
        .sort()
        .flatMap((name) => leaves(tree[name]!));

/** All names: two trees with the same are alike but for their tensors. */
export const namesOf = (tree: TensorTree): string =>
  tree instanceof Tensor
    ? ""
    : `{${Object.keys(tree)
        .sort()
        .map((name) => JSON.stringify(name) + namesOf(tree[name]!))}}`;

/** The same tree, its names in the same order, with other tensors: made in the order of `leaves`. */
export const mapTree = <Tree extends TensorTree>(tree: Tree, change: (tensor: Tensor) => Tensor): Tree => {
  const visit = (branch: TensorTree): TensorTree => {
    if (branch instanceof Tensor) return change(branch);
    const names = Object.keys(branch);
    const made = new Map(names.toSorted().map((name) => [name, visit(branch[name]!)]));
    return Object.fromEntries(names.map((name) => [name, made.get(name)!]));
  };
  return visit(tree) as Tree; // same names, and a tensor for each tensor
};

/** The tree with a copy (of the handle, not of the values) for each tensor that `seen` holds already. */
export const withoutSharing = <Tree extends TensorTree>(tree: Tree, seen: Set<Tensor>): Tree =>
  mapTree(tree, (tensor) => {
    if (seen.has(tensor)) return clone(tensor);
    seen.add(tensor);
    return tensor;
  });

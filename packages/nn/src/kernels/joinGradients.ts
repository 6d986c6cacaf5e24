/** Gradients of the tfjs kernels that take tensors apart, put them together, reorder and pick them. */
import {
  backend_util,
  concat,
  type GradConfig,
  pad,
  reshape,
  slice,
  slice_util,
  split,
  stack,
  type Tensor,
  transpose,
  unsortedSegmentSum,
  unstack,
  util,
} from "@tensorflow/tfjs-core";
import { attributes } from "./attributes.ts";

const axisOf = (attrs: object, { shape }: { readonly shape: ReadonlyArray<number> }): number =>
  util.parseAxisParam(attributes<{ axis: number }>(attrs).axis, [...shape])[0]!; // one axis, as tfjs documents it

const transposed: GradConfig = {
  kernelName: "Transpose",
  gradFunc: (dy, _saved, attrs) => {
    const { perm } = attributes<{ perm: number[] }>(attrs); // tfjs: the axes' new order
    return { x: () => transpose(dy as Tensor, backend_util.getUndoAxesPermutation(perm)) }; // one output
  },
};

const sliced: GradConfig = {
  kernelName: "Slice",
  inputsToSave: ["x"],
  gradFunc: (dy, [x], attrs) => {
    const given = attributes<{ begin: number | number[]; size?: number | number[] }>(attrs);
    const [begin] = slice_util.parseSliceParams(x!, given.begin, given.size) as [number[], number[]]; // of each axis
    const dOut = dy as Tensor; // one output
    const around = begin.map((before, axis): [number, number] => [
      before,
      x!.shape[axis]! - before - dOut.shape[axis]!,
    ]);
    return { x: () => pad(dOut, around) };
  },
};

const splitted: GradConfig = {
  kernelName: "SplitV",
  gradFunc: (dys, _saved, attrs) => ({
    x: () => concat([dys].flat(), attributes<{ axis: number }>(attrs).axis),
  }),
};

const unpacked: GradConfig = {
  kernelName: "Unpack",
  gradFunc: (dys, _saved, attrs) => ({
    value: () => stack([dys].flat(), attributes<{ axis: number }>(attrs).axis),
  }),
};

const packed: GradConfig = {
  kernelName: "Pack",
  saveAllInputs: true,
  gradFunc: (dy, saved, attrs) => {
    const parts = unstack(dy as Tensor, attributes<{ axis: number }>(attrs).axis); // one output
    return Object.fromEntries(saved.map((_, at) => [at, () => parts[at]!]));
  },
};

const concatenated: GradConfig = {
  kernelName: "Concat",
  saveAllInputs: true,
  gradFunc: (dy, saved, attrs) => {
    const axis = axisOf(attrs, saved[0]!);
    const lengths = saved.map(({ shape }) => shape[axis]!);
    const parts = split(dy as Tensor, lengths, axis); // one output
    return Object.fromEntries(saved.map((_, at) => [at, () => parts[at]!]));
  },
};

const padded: GradConfig = {
  kernelName: "PadV2",
  inputsToSave: ["x"],
  gradFunc: (dy, [x], attrs) => {
    const { paddings } = attributes<{ paddings: [number, number][] }>(attrs); // tfjs: of each axis
    const begin = paddings.map(([before]) => before);
    return { x: () => slice(dy as Tensor, begin, x!.shape) }; // one output
  },
};

/** The sum of what every use of a row was given. */
const gathered: GradConfig = {
  kernelName: "GatherV2",
  inputsToSave: ["x", "indices"],
  gradFunc: (dy, saved, attrs) => {
    const [x, indices] = saved as [Tensor, Tensor]; // inputsToSave
    const axis = axisOf(attrs, x);
    const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
    const sizeOf = util.sizeFromShape;
    const rows = x.shape[axis]!;
    const [outer, inner] = [sizeOf(before), sizeOf(after)];
    const swapped = (values: Tensor): Tensor => (outer === 1 ? values : transpose(values, [1, 0, 2]));
    const rowsFirst = (dOut: Tensor): Tensor =>
      reshape(swapped(reshape(dOut, [outer, indices.size, inner])), [indices.size, outer, inner]);
    const summed = (dOut: Tensor): Tensor =>
      unsortedSegmentSum(rowsFirst(dOut), reshape(indices, [indices.size]), rows);
    return { x: () => reshape(swapped(summed(dy as Tensor)), x.shape) }; // one output
  },
};

export const joinGradients: ReadonlyArray<GradConfig> = [
  transposed,
  sliced,
  splitted,
  unpacked,
  packed,
  concatenated,
  padded,
  gathered,
];

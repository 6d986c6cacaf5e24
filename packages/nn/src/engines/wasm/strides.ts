/** Shapes of any rank as the four lengths and strides that the kernels take. */

const reach = 4;

export interface Walk {
  /** Four lengths, outermost first. */
  readonly lengths: ReadonlyArray<number>;
  /** For each tensor its four strides, in elements. */
  readonly strides: ReadonlyArray<ReadonlyArray<number>>;
}

/** Row-major strides of a shape, 0 where its length is 1, so that it is repeated; right-aligned to `rank`. */
export const stridesOf = (shape: ReadonlyArray<number>, rank = shape.length): ReadonlyArray<number> => {
  const strides = Array<number>(rank).fill(0);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis]!;
    if (length !== 1) strides[rank - shape.length + axis] = stride;
    stride *= length;
  }
  return strides;
};

/**
 * Axes of length 1 are dropped, and neighbours along which every tensor goes on evenly become one. Throws where more
 * than four are left.
 */
export const walk = (
  operation: string,
  shape: ReadonlyArray<number>,
  tensors: ReadonlyArray<ReadonlyArray<number>>,
): Walk => {
  const lengths: number[] = [];
  const strides: number[][] = tensors.map(() => []);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis]!;
    if (length === 1) continue;
    const inner = lengths[0];
    const even = (given: ReadonlyArray<number>, at: number) =>
      given[axis] === (strides[at]![0] ?? 0) * (inner ?? 0);
    if (inner !== undefined && tensors.every(even)) {
      lengths[0] = inner * length;
    } else {
      lengths.unshift(length);
      tensors.forEach((given, at) => {
        strides[at]!.unshift(given[axis]!);
      });
    }
  }
  if (lengths.length > reach) {
    throw new Error(
      `${operation} of shape [${shape.join(", ")}]: the engine wasm takes up to ${reach} axes here`,
    );
  }
  const padded = (values: ReadonlyArray<number>, by: number): ReadonlyArray<number> => [
    ...Array<number>(reach - values.length).fill(by),
    ...values,
  ];
  return { lengths: padded(lengths, 1), strides: strides.map((own) => padded(own, 0)) };
};

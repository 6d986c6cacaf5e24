/** Puts what the training examples say in place of missing values. */
import type { DataProblem, Imputation } from "./Dataset.ts";
import type { Prepared, Slice } from "./prepare.ts";

type Block = ReadonlyArray<number>;

/** Values of the imputation's features in each example; undefined where they are missing. */
const blocksOf = (
  { inputs, size }: Slice,
  { start, width }: Imputation,
): ReadonlyArray<Block | undefined> => {
  const features = inputs.length / size;
  return Array.from({ length: size }, (_, row) => {
    const at = row * features + start;
    return Number.isNaN(inputs[at]!) ? undefined : [...inputs.subarray(at, at + width)];
  });
};

const meanOf = (blocks: ReadonlyArray<Block>): Block => [
  blocks.reduce((sum, [value]) => sum + value!, 0) / blocks.length,
];

const isSmaller = (a: Block, b: Block): boolean => {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && a[at]! < b[at]!;
};

const mostFrequent = (blocks: ReadonlyArray<Block>): Block => {
  const counts = new Map<string, { readonly block: Block; readonly count: number }>();
  for (const block of blocks) {
    const key = block.join();
    counts.set(key, { block, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].reduce((best, next) =>
    next.count > best.count || (next.count === best.count && isSmaller(next.block, best.block)) ? next : best,
  ).block;
};

/** In place: the slices were made by `prepare` and nobody else has seen them. */
const fill = (slice: Slice, imputation: Imputation, values: Block): void => {
  const features = slice.inputs.length / slice.size;
  blocksOf(slice, imputation).forEach((block, row) => {
    if (block === undefined) slice.inputs.set(values, row * features + imputation.start);
  });
};

/** A problem where the training examples have no value of a feature that needs one. */
export const fillMissing = (
  { train, validation, test }: Prepared,
  imputations: ReadonlyArray<Imputation>,
): DataProblem | undefined => {
  for (const imputation of imputations) {
    const known = blocksOf(train, imputation).filter((block) => block !== undefined);
    if (known.length === 0) {
      return {
        problem: `column ${imputation.name} has no value in the ${train.size} training examples to fill others from`,
        path: ["missing"],
        remedy: "leave the column out, or use missing: drop_rows",
      };
    }
    const values = imputation.by === "mean" ? meanOf(known) : mostFrequent(known);
    for (const slice of [train, validation, test]) fill(slice, imputation, values);
  }
  return undefined;
};

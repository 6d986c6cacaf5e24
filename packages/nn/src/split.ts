/** Sizes of the three slices of a data set. */
import * as Schema from "effect/Schema";
import type { DataProblem } from "./Dataset.ts";

export interface SliceSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

const part = (which: string) =>
  Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)).annotate({
    description: `Examples for ${which}: a count, or a share of the whole below 1.`,
  });

const isShares = ({ train, validation, test }: SliceSizes): boolean =>
  train < 1 && validation < 1 && test < 1;

const isCounts = ({ train, validation, test }: SliceSizes): boolean =>
  [train, validation, test].every(Number.isInteger);

/** Counts of examples, or shares of the whole (all below 1, together at most 1); `test` may be 0. */
export const Split = Schema.Struct({
  train: part("training"),
  validation: part("validation"),
  test: part("the test"),
}).check(
  Schema.makeFilter((split) => {
    if (split.train === 0 || split.validation === 0) return "expected train and validation above 0";
    if (!isShares(split)) {
      return isCounts(split) || "expected three counts or three shares below 1, received a mixture";
    }
    const sum = split.train + split.validation + split.test;
    return sum <= 1 + 1e-9 || `expected shares that sum to at most 1, received ${sum}`;
  }),
);
export type Split = typeof Split.Type;

/** The sizes that `split` gives `examples`. Shares are rounded at the borders, so shares that sum to 1 use all. */
export const sliceSizes = (split: Split, examples: number): SliceSizes | DataProblem => {
  const border = (share: number): number => Math.round(share * examples);
  const trainEnd = border(split.train);
  const validationEnd = border(split.train + split.validation);
  const sizes = isShares(split)
    ? {
        train: trainEnd,
        validation: validationEnd - trainEnd,
        test: border(split.train + split.validation + split.test) - validationEnd,
      }
    : split;
  const asked = sizes.train + sizes.validation + sizes.test;
  const path = ["split"];
  if (asked > examples) {
    return {
      problem: `the split asks for ${asked} examples, the data has ${examples}`,
      path,
      remedy: "ask for fewer, or give shares: { train: 0.8, validation: 0.1, test: 0.1 }",
    };
  }
  const empty = (["train", "validation", "test"] as const).find(
    (name) => split[name] > 0 && sizes[name] === 0,
  );
  if (empty !== undefined) {
    const problem = `the share ${split[empty]} of ${examples} examples leaves none for ${empty}`;
    return { problem, path: [...path, empty], remedy: "give a larger share, or a count" };
  }
  return sizes;
};

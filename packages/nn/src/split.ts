/** How a data set is cut into three slices, and how many examples each gets. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { DataProblem } from "./Dataset.ts";
import { dealGroups } from "./dealGroups.ts";
import { memberOf } from "./memberOf.ts";

export interface SliceSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

interface Arrangement {
  /** Each class has the same share of every part, to within one example. */
  readonly stratify?: boolean;
  /** Column whose equal values stay in one slice. */
  readonly group?: string;
}

/** Validation is fold `fold` of what the test leaves, training the other folds. */
export interface Folds extends Arrangement {
  readonly folds: number;
  readonly fold: number;
  readonly test: number;
}

/** Counts of examples, or shares of the whole (all below 1, together at most 1); `test` may be 0. */
export type Split = (SliceSizes & Arrangement) | Folds;

const part = (which: string) =>
  Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)).annotate({
    description: `Examples for ${which}: a count, or a share of the whole below 1.`,
  });

const isShares = ({ train, validation, test }: SliceSizes): boolean =>
  train < 1 && validation < 1 && test < 1;

const isCounts = ({ train, validation, test }: SliceSizes): boolean =>
  [train, validation, test].every(Number.isInteger);

const arrangement = {
  stratify: Schema.optionalKey(
    Schema.Boolean.annotate({
      description: "Give each class the same share of every slice, to within one example.",
      default: false,
    }),
  ),
  group: Schema.optionalKey(
    Schema.NonEmptyString.annotate({
      description:
        "Column (csv, parquet) whose equal values stay in one slice, such as a patient. No feature.",
    }),
  ),
};

const notBoth = Schema.makeFilter(({ stratify, group }: Arrangement) =>
  stratify === true && group !== undefined
    ? { path: ["stratify"], issue: "expected stratify or group, received both" }
    : undefined,
);

const Slices = Schema.Struct({
  train: part("training"),
  validation: part("validation"),
  test: part("the test"),
  ...arrangement,
}).check(
  Schema.makeFilter((split) => {
    if (split.train === 0 || split.validation === 0) return "expected train and validation above 0";
    if (!isShares(split)) {
      return isCounts(split) || "expected three counts or three shares below 1, received a mixture";
    }
    const sum = split.train + split.validation + split.test;
    return sum <= 1 + 1e-9 || `expected shares that sum to at most 1, received ${sum}`;
  }),
  notBoth,
);

const KFold = Schema.Struct({
  folds: Schema.Int.check(Schema.isGreaterThanOrEqualTo(2)).annotate({
    description: "Parts that the examples beside the test are cut into, at least 2.",
  }),
  fold: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)).annotate({
    description: "Which part is the validation slice, from 0; the others are for training.",
  }),
  test: part("the test")
    .check(
      Schema.makeFilter(
        (test) => test < 1 || Number.isInteger(test) || "expected a count or a share below 1",
      ),
    )
    .annotate({ default: 0 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  ...arrangement,
}).check(
  Schema.makeFilter(({ fold, folds }) =>
    fold < folds
      ? undefined
      : { path: ["fold"], issue: `expected a fold from 0 to ${folds - 1}, received ${fold}` },
  ),
  notBoth,
);

const isFolds = (value: unknown): boolean =>
  typeof value === "object" && value !== null && ("folds" in value || "fold" in value);

// the members decode to nothing else
export const Split = memberOf([Slices, KFold], (value) => (isFolds(value) ? KFold : Slices)) as Schema.Codec<
  Split,
  unknown
>;

/** Parts that examples are dealt to, and the parts that each slice is made of. */
export interface Parts {
  readonly sizes: ReadonlyArray<number>;
  readonly slices: {
    readonly train: ReadonlyArray<number>;
    readonly validation: ReadonlyArray<number>;
    readonly test: ReadonlyArray<number>;
  };
}

/** Shares are rounded at the borders, so shares that sum to 1 use all. The last part is left over. */
const sliceParts = (split: SliceSizes, examples: number): Parts => {
  const border = (share: number): number => Math.round(share * examples);
  const trainEnd = border(split.train);
  const validationEnd = border(split.train + split.validation);
  const testEnd = border(split.train + split.validation + split.test);
  const { train, validation, test } = isShares(split)
    ? { train: trainEnd, validation: validationEnd - trainEnd, test: testEnd - validationEnd }
    : split;
  const sizes = [train, validation, test, examples - train - validation - test];
  return { sizes, slices: { train: [0], validation: [1], test: [2] } };
};

/** One part a fold, of sizes that differ by one at most, then the test. They do not depend on `fold`. */
const foldParts = ({ folds, fold, test }: Folds, examples: number): Parts => {
  const tested = test < 1 ? Math.round(test * examples) : test;
  const rest = Math.max(0, examples - tested);
  const border = (index: number): number => Math.round((index * rest) / folds);
  const all = Array.from({ length: folds }, (_, index) => index);
  return {
    sizes: [...all.map((index) => border(index + 1) - border(index)), tested],
    slices: { train: all.filter((index) => index !== fold), validation: [fold], test: [folds] },
  };
};

export const partsOf = (split: Split, examples: number): Parts =>
  "folds" in split ? foldParts(split, examples) : sliceParts(split, examples);

/** Examples in each slice, where part `p` has `sizes[p]`. */
const slicesOf = ({ slices }: Parts, sizes: ReadonlyArray<number>): SliceSizes => {
  const total = (parts: ReadonlyArray<number>): number => parts.reduce((sum, part) => sum + sizes[part]!, 0);
  return { train: total(slices.train), validation: total(slices.validation), test: total(slices.test) };
};

const emptyProblem = (
  split: Split,
  name: keyof SliceSizes,
  examples: number,
  groups: number | undefined,
): DataProblem => {
  if (groups !== undefined) {
    return {
      problem: `${groups} groups of ${examples} examples leave none for ${name}`,
      path: ["split", "group"],
      remedy: "a grouped split needs several groups for each slice",
    };
  }
  if ("folds" in split) {
    const problem = `${split.folds} folds of ${examples} examples leave none for ${name}`;
    return { problem, path: ["split", "folds"], remedy: "ask for fewer folds" };
  }
  return {
    problem: `the share ${split[name]} of ${examples} examples leaves none for ${name}`,
    path: ["split", name],
    remedy: "give a larger share, or a count",
  };
};

/**
 * The sizes that `split` gives `examples`, the same for every seed. `groupSizes`: how many examples each group has,
 * where they stay together; sizes are then as near as whole groups allow.
 */
export const sliceSizes = (
  split: Split,
  examples: number,
  groupSizes?: ReadonlyArray<number>,
): SliceSizes | DataProblem => {
  const parts = partsOf(split, examples);
  const wanted = slicesOf(parts, parts.sizes);
  const asked = wanted.train + wanted.validation + wanted.test;
  if (asked > examples) {
    return {
      problem: `the split asks for ${asked} examples, the data has ${examples}`,
      path: ["split"],
      remedy: "ask for fewer, or give shares: { train: 0.8, validation: 0.1, test: 0.1 }",
    };
  }
  const dealt = groupSizes === undefined ? parts.sizes : dealGroups(groupSizes, parts.sizes).sizes;
  const sizes = slicesOf(parts, dealt);
  const emptyFold = "folds" in split && dealt.slice(0, split.folds).includes(0); // of whichever trial
  const empty = emptyFold
    ? "validation"
    : (["train", "validation", "test"] as const).find(
        (name) => sizes[name] === 0 && (name !== "test" || split.test > 0),
      );
  return empty === undefined ? sizes : emptyProblem(split, empty, examples, groupSizes?.length);
};

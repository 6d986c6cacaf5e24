/** Which examples each slice gets. */
import { type DataProblem, type Dataset, isDataProblem } from "./Dataset.ts";
import { dealGroups } from "./dealGroups.ts";
import { permutation, stream } from "./Random.ts";
import { partsOf, type Split, sliceSizes } from "./split.ts";
import { stratifiedCounts } from "./stratifiedCounts.ts";

export interface Partition {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

/** How often each of the numbers from 0 occurs. */
export const countEach = (numbers: Int32Array): ReadonlyArray<number> => {
  const counts: Array<number> = [];
  for (const number of numbers) {
    while (counts.length <= number) counts.push(0);
    counts[number]! += 1;
  }
  return counts;
};

/** Fills the parts one after another: the part of each place in the order. */
const inTurn = (sizes: ReadonlyArray<number>): Int32Array => {
  const parts = new Int32Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const [part, size] of sizes.entries()) {
    parts.fill(part, at, at + size);
    at += size;
  }
  return parts;
};

/** As `inTurn`, for each class by itself. */
const byClass = (order: Int32Array, labels: Int32Array, sizes: ReadonlyArray<number>): Int32Array => {
  const queues = stratifiedCounts(countEach(labels), sizes).map(inTurn);
  const next = queues.map(() => 0);
  return order.map((example) => {
    const label = labels[example]!;
    return queues[label]![next[label]!++]!;
  });
};

/** Groups in the order of their first example: chance decides between groups of one size. */
const byGroup = (order: Int32Array, groups: Int32Array, sizes: ReadonlyArray<number>): Int32Array => {
  const counts = countEach(groups);
  const drawn = [...new Set(order.map((example) => groups[example]!))];
  const { partOf } = dealGroups(
    drawn.map((group) => counts[group]!),
    sizes,
  );
  const parts = new Map(drawn.map((group, index) => [group, partOf[index]!]));
  return order.map((example) => parts.get(groups[example]!)!);
};

/** Why the data cannot be split in this way. */
export const arrangementProblem = (
  { stratify, group }: Split,
  target: "classes" | "values",
  hasGroups: boolean,
): DataProblem | undefined => {
  if (stratify === true && target === "values") {
    const problem = "the target is values: there are no classes to stratify by";
    return { problem, path: ["split", "stratify"] };
  }
  if (group !== undefined && !hasGroups) {
    const problem = `this data set has no column ${group} to group by: csv and parquet have columns`;
    return { problem, path: ["split", "group"] };
  }
  return undefined;
};

/** Disjoint, shuffled, the same for the same seed (purpose `data/split`). A problem where the split does not fit. */
export const partition = (
  { examples, target, groups }: Pick<Dataset, "examples" | "target" | "groups">,
  split: Split,
  seed: number,
): Partition | DataProblem => {
  const problem = arrangementProblem(split, target.kind, groups !== undefined);
  if (problem !== undefined) return problem;
  const grouped = split.group === undefined ? undefined : groups;
  const fitting = sliceSizes(split, examples, grouped && countEach(grouped));
  if (isDataProblem(fitting)) return fitting;
  const { sizes, slices } = partsOf(split, examples);
  const order = permutation(stream(seed, "data/split"), examples);
  const dealt =
    grouped !== undefined
      ? byGroup(order, grouped, sizes)
      : split.stratify === true && target.kind === "classes"
        ? byClass(order, target.labels, sizes)
        : inTurn(sizes);
  const take = (parts: ReadonlyArray<number>) => order.filter((_, at) => parts.includes(dealt[at]!));
  return { train: take(slices.train), validation: take(slices.validation), test: take(slices.test) };
};

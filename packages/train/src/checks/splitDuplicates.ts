import type { Slice } from "@attune/nn";
import * as Schema from "effect/Schema";
import { type Check, found, passed, type Wiring, waive } from "../Check.ts";
import { digits } from "../digits.ts";
import { equalRows } from "../equalRows.ts";
import { fewValues } from "../fewValues.ts";

const identity = { code: "DAT007", name: "splitDuplicates" };

const SHARE = 0.05;
const FEW = 3;
const HALF = 0.5;
const ERRORS = 3;

interface Known {
  readonly row: number;
  /** The first training example with the same inputs. */
  readonly twin: number;
}

/** Rows of `other` that stand in training too. */
const known = ({ train }: Wiring, other: Pick<Slice, "size" | "inputs">): ReadonlyArray<Known> =>
  other.size === 0
    ? []
    : [...equalRows(train, other).entries()].flatMap(([row, twin]) => (twin < 0 ? [] : [{ row, twin }]));

/** Training examples with the same inputs, by the first of them. */
type Groups = ReadonlyMap<number, ReadonlyArray<number>>;

const groupsOf = ({ train }: Wiring): Groups => {
  const groups = new Map<number, Array<number>>();
  for (const [row, first] of equalRows(train, train).entries()) {
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [row]);
    else group.push(row);
  }
  return groups;
};

/** Whether the target is that of one of them too: of a copy it is. */
const sameTarget = ({ train, validation }: Wiring, groups: Groups) => {
  const width = train.targetWidth;
  const [own, others] = [train.values, validation.values];
  const equals = (twin: number, row: number): boolean =>
    train.labels && validation.labels
      ? train.labels[twin] === validation.labels[row]
      : Array.from({ length: width }, (_, k) => own?.[twin * width + k] === others?.[row * width + k]).every(
          (equal) => equal,
        );
  return ({ row, twin }: Known): boolean => groups.get(twin)!.some((each) => equals(each, row));
};

/** Share of the training examples that stand in training twice or more. */
const shareWithin = ({ train }: Wiring, groups: Groups): number =>
  [...groups.values()].reduce((sum, { length }) => sum + (length > 1 ? length : 0), 0) / train.size;

interface Part {
  readonly count: number;
  readonly size: number;
}

const shareOf = ({ count, size }: Part): number => (size === 0 ? 0 : count / size);

/** Many, and more than training has of its own by three standard errors. */
const isLeak = (part: Part, within: number): boolean =>
  part.count >= FEW &&
  shareOf(part) >= SHARE &&
  shareOf(part) > within + ERRORS * Math.sqrt((within * (1 - within)) / part.size);

const severityOf = (wiring: Wiring, validation: Part, test: Part, within: number) => {
  if (fewValues(wiring.train)) return "info";
  if (shareOf(validation) >= HALF) return "fail";
  return isLeak(validation, within) || isLeak(test, within) ? "warn" : "info";
};

/**
 * DAT007: rows of validation whose inputs and target equal those of a training example to the bit, and rows of the test
 * whose inputs do. From 5 % on (and three rows) validation measures memory; from half of its rows it measures nothing
 * else, and the check fails. Fewer are only told (iris has such rows), and so are those that are no more than training has of its own (coarse
 * measurements), or where the features take so few values that rows are bound to meet.
 *
 * Of the test only the inputs are read, to be counted: its targets stay unseen, and no figure comes of them.
 */
export const splitDuplicates: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Are validation and test free of training examples?",
  }),
  run(wiring) {
    const rows = known(wiring, wiring.validation);
    const test = { count: known(wiring, wiring.test).length, size: wiring.test.size };
    const groups: Groups = rows.length + test.count === 0 ? new Map() : groupsOf(wiring);
    const copies = rows.filter(sameTarget(wiring, groups));
    const validation = { count: copies.length, size: wiring.validation.size };
    const within = shareWithin(wiring, groups);
    const evidence = `${validation.count} of ${validation.size} validation rows (${digits(100 * shareOf(validation))} %; limit ${100 * SHARE} %) are training examples, ${rows.length} have the inputs of one, and ${test.count} of ${test.size} test rows have the inputs of a training example; of the training examples ${digits(100 * within)} % are there twice${
      copies.length > 0
        ? `; validation rows ${copies
            .slice(0, 8)
            .map(({ row }) => row)
            .join(", ")}`
        : ""
    }`;
    if (rows.length + test.count === 0) return passed(identity, evidence);
    const severity = severityOf(wiring, validation, test, within);
    return found(identity, {
      severity,
      where: `${validation.count} validation rows, ${test.count} test rows`,
      evidence: severity === "info" ? `${evidence}; few, or alike by chance` : evidence,
      reason:
        "A row that was trained on is known by heart, so that these slices look better than new data will.",
      remedies: [
        { text: "Take equal rows out of the data, once, before it is split." },
        {
          text: "Keep what belongs together (a patient, a photo and its copies) in one slice: data.split.group.",
        },
      ],
      source: "Recipe; Kaufman et al. 2012, leakage in data mining",
    });
  },
};

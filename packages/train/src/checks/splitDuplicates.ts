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

/** Rows of `other` that stand in training too, by their number there. */
const known = ({ train }: Wiring, other: Pick<Slice, "size" | "inputs">): ReadonlyArray<number> =>
  other.size === 0
    ? []
    : [...equalRows(train, other).entries()].flatMap(([row, at]) => (at < 0 ? [] : [row]));

const severityOf = (wiring: Wiring, validation: number, test: number) => {
  const share = validation / wiring.validation.size;
  const testShare = wiring.test.size === 0 ? 0 : test / wiring.test.size;
  const many = (part: number, count: number) => part >= SHARE && count >= FEW;
  if (!many(share, validation) && !many(testShare, test)) return "info";
  if (fewValues(wiring.train)) return "info";
  return share >= HALF ? "fail" : "warn";
};

/**
 * DAT007: rows of validation or test whose inputs equal those of a training example to the bit. From 5 % on (and three
 * rows) validation measures memory; from half of the validation rows it measures nothing else, and the check fails.
 * Fewer are only told (iris has such rows), and so are equal rows where the features take so few values that they are
 * bound to meet: combinations of values below 100 for each example.
 *
 * Of the test only the inputs are read, to be counted: its targets stay unseen, and no figure comes of them.
 */
export const splitDuplicates: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Are validation and test free of training examples?",
  }),
  run(wiring) {
    const validation = known(wiring, wiring.validation);
    const test = known(wiring, wiring.test);
    const share = validation.length / wiring.validation.size;
    const evidence = `${validation.length} of ${wiring.validation.size} validation rows (${digits(100 * share)} %; limit ${100 * SHARE} %) and ${test.length} of ${wiring.test.size} test rows have the inputs of a training example${validation.length > 0 ? `; validation rows ${validation.slice(0, 8).join(", ")}` : ""}`;
    if (validation.length + test.length === 0) return passed(identity, evidence);
    const severity = severityOf(wiring, validation.length, test.length);
    return found(identity, {
      severity,
      where: `${validation.length} validation rows, ${test.length} test rows`,
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

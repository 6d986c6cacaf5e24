import type { Slice } from "@attune/nn";
import { dispose, matMul, tensor } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { classCounts } from "../classCounts.ts";
import { digits } from "../digits.ts";
import { readsIndices } from "../readsIndices.ts";
import { head } from "../slicePart.ts";

const identity = { code: "DAT006", name: "suspectLabels" };

const EXAMPLES = 256;
const REFERENCE = 1000;
const FEWEST = 50;
/** Values of inputs that are uploaded at most, of the reference and of the probe: 32 MB each. */
const MOST_VALUES = 2 ** 23;
const NEIGHBOURS = 5;
const ERRORS = 2;
const LISTED = 8;

const squares = ({ inputs, size }: Slice): Float64Array => {
  const width = inputs.length / size;
  const sums = new Float64Array(size);
  for (let row = 0; row < size; row++)
    for (let at = row * width; at < (row + 1) * width; at++) sums[row]! += inputs[at]! * inputs[at]!;
  return sums;
};

/** Of each of the first examples the nearest others, nearest first. */
const neighboursOf = ({ engine }: Wiring, slice: Slice): ReadonlyArray<ReadonlyArray<number>> => {
  const probe = head(slice, EXAMPLES);
  const given = {
    probe: tensor(probe.inputs, [probe.size, probe.inputs.length / probe.size]),
    all: tensor(slice.inputs, [slice.size, slice.inputs.length / slice.size]),
  };
  const product = engine.compile(({ probe: a, all: b }: typeof given) => matMul(a, b, false, true))(given);
  const products = product.dataSync<"float32">();
  const lengths = squares(slice);
  const distance = new Float64Array(slice.size);
  const neighbours = Array.from({ length: probe.size }, (_, row) => {
    for (let other = 0; other < slice.size; other++) {
      distance[other] = lengths[other]! - 2 * products[row * slice.size + other]!;
    }
    distance[row] = Number.POSITIVE_INFINITY;
    const nearest: Array<number> = [];
    for (let other = 0; other < distance.length; other++) {
      if (nearest.length === NEIGHBOURS && distance[other]! >= distance[nearest.at(-1)!]!) continue;
      nearest.push(other);
      nearest.sort((a, b) => distance[a]! - distance[b]!);
      if (nearest.length > NEIGHBOURS) nearest.pop();
    }
    return nearest;
  });
  dispose([given, product]);
  return neighbours;
};

/**
 * DAT006: labels that the inputs tell nothing of. An example and its nearest neighbour (Cover & Hart 1967) share a
 * class more often than two at random, Σπ², by two standard errors; where they do not, labels may have lost their
 * inputs, or the inputs say nothing in this form. Tells too of examples whose five neighbours are all of one other
 * class. A hint, never a verdict.
 */
export const suspectLabels: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Do examples that are alike have the same label more often than by chance?",
  }),
  run(wiring) {
    const { train, classes, classNames } = wiring;
    if (train.labels === undefined) return notApplicable(identity, "the target is values");
    if (readsIndices(wiring.model))
      return notApplicable(identity, "the inputs are indices: no distance is known");
    if (train.size < FEWEST)
      return notApplicable(identity, `${train.size} training examples are too few (limit ${FEWEST})`);
    const width = train.inputs.length / train.size;
    const slice = head(train, Math.min(REFERENCE, Math.floor(MOST_VALUES / width)));
    if (slice.size < FEWEST)
      return notApplicable(
        identity,
        `examples of ${width} inputs are too large: ${slice.size} are compared at most (limit ${FEWEST})`,
      );
    const labels = slice.labels!;
    const neighbours = neighboursOf(wiring, slice);
    const agreement =
      neighbours.filter(([near], row) => labels[near!] === labels[row]).length / neighbours.length;
    const chance = classCounts(labels, classes).reduce((sum, count) => sum + (count / slice.size) ** 2, 0);
    const limit = chance + ERRORS * Math.sqrt((chance * (1 - chance)) / neighbours.length);
    const odd = [...neighbours.entries()].filter(([row, near]) =>
      near.every((other) => labels[other] !== labels[row] && labels[other] === labels[near[0]!]),
    );
    const names = odd.slice(0, LISTED).map(([row, near]) => {
      const [own, other] = [labels[row]!, labels[near[0]!]!];
      return `${row} (${classNames[own] ?? own} among ${classNames[other] ?? other})`;
    });
    const evidence = `${digits(agreement)} of ${neighbours.length} examples have the label of their nearest neighbour (limit ${digits(limit)}, chance ${digits(chance)}); ${odd.length} stand among five of one other class${names.length > 0 ? `: training examples ${names.join(", ")}` : ""}`;
    if (agreement > limit || limit >= 1) return passed(identity, evidence);
    return found(identity, {
      severity: "info",
      where: `${neighbours.length} training examples`,
      evidence,
      reason: "Examples that look alike have unlike labels: the labels may belong to other examples.",
      remedies: [
        { text: "See that each label stands beside its own input: shuffle both by one order." },
        { text: "Look at the named examples and their labels." },
      ],
      source: "DeepChecker's question; Cover & Hart 1967",
    });
  },
};

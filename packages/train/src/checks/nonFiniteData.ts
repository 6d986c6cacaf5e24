import type { Slice } from "@attune/nn";
import * as Schema from "effect/Schema";
import { type Check, found, passed, type Wiring, waive } from "../Check.ts";

const identity = { code: "DAT005", name: "nonFiniteData" };

const countOf = (values: Float32Array | undefined): { readonly count: number; readonly first: number } => {
  let count = 0;
  let first = -1;
  values?.forEach((value, at) => {
    if (Number.isFinite(value)) return;
    count++;
    if (first < 0) first = at;
  });
  return { count, first };
};

const placesOf = (
  { size, inputs, values, targetWidth }: Slice,
  name: string,
  names: ReadonlyArray<string>,
) => {
  const width = inputs.length / size;
  return [
    { part: `${name} inputs`, data: inputs, width, names },
    { part: `${name} targets`, data: values, width: targetWidth, names: [] },
  ].flatMap(({ part, data, width: columns, names: known }) => {
    const { count, first } = countOf(data);
    if (count === 0) return [];
    const column = first % columns;
    const place = `${part}, example ${Math.floor(first / columns)}, ${known[column] ?? `number ${column}`}`;
    return [{ count, text: `${count} in ${part}, first ${data?.[first]} at ${place}` }];
  });
};

const placesIn = (wiring: Wiring) => [
  ...placesOf(wiring.train, "training", wiring.featureNames),
  ...placesOf(wiring.validation, "validation", wiring.featureNames),
];

/**
 * DAT005: a NaN or an infinity among inputs or targets of training and validation; one is enough to make every weight
 * NaN. Files with such numbers are refused as they are read; this sees what came of them afterwards.
 */
export const nonFiniteData: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({ description: "Are all numbers of the data finite?" }),
  run(wiring) {
    const places = placesIn(wiring);
    const { train, validation } = wiring;
    if (places.length === 0)
      return passed(
        identity,
        `0 of ${train.inputs.length + validation.inputs.length} inputs are not finite (limit 0)`,
      );
    return found(identity, {
      severity: "fail",
      where: places[0]!.text.replace(/^.* at /, ""),
      evidence: `not finite (limit 0): ${places.map(({ text }) => text).join("; ")}`,
      reason: "One such number makes the loss, and with it every weight, not finite.",
      remedies: [
        { text: "Find the example, and leave it out or mend it." },
        { text: "Let the data's `missing` fill it, where it stands for a missing value." },
      ],
      source: "DeepChecker",
    });
  },
};

/** Places at which two JSON values differ. */
import { canonicalJson } from "@attune/core";

export interface Difference {
  /** As in `model.layers[0].dense.units`. */
  readonly path: string;
  /** undefined where the value is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value as JSON; `nothing` where there is none. */
export const shownValue = (value: unknown): string =>
  value === undefined ? "nothing" : canonicalJson(value);

/** Lists of one length are compared item by item, others as a whole. */
export const jsonDifferences = (before: unknown, after: unknown, path = ""): ReadonlyArray<Difference> => {
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      jsonDifferences(before[key], after[key], path === "" ? key : `${path}.${key}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, i) => jsonDifferences(item, after[i], `${path}[${i}]`));
  }
  return shownValue(before) === shownValue(after) ? [] : [{ path, before, after }];
};

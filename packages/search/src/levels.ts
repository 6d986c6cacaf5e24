/** The values of a space that a grid tries. */
import type { Space, Value } from "./Space.ts";
import { fromUnit, sortedLabels } from "./unitInterval.ts";

/**
 * Every option of a choice; every value of a space with steps (integers have the step 1), or as many of them as
 * `levels`; of a continuous space `levels` values from bound to bound, evenly spaced (in the logarithm, where the
 * space is logarithmic). Undefined where the space is continuous and `levels` is not given.
 */
export const levelsOf = (space: Space, levels: number | undefined): ReadonlyArray<Value> | undefined => {
  if (space.kind === "choice") return sortedLabels(space);
  const { kind, low, high } = space;
  const step = space.step ?? (kind === "int" || kind === "log_int" ? 1 : undefined);
  if (step !== undefined && levels === undefined) {
    const count = Math.floor((high - low) / step + 1e-9) + 1;
    return Array.from({ length: count }, (_, k) => Math.min(high, Number((low + k * step).toPrecision(15))));
  }
  if (levels === undefined) return undefined;
  if (levels === 1) return [fromUnit(space, 0.5)];
  const values = Array.from({ length: levels }, (_, k) => {
    if (k === 0) return low;
    return k === levels - 1 ? high : fromUnit(space, k / (levels - 1));
  });
  return [...new Set(values)];
};

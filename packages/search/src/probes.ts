import type { Assignment } from "./Assignment.ts";
import { isActive } from "./active.ts";
import { type Parameter, parameters } from "./parameters.ts";
import type { NumericSpace, Space, Value } from "./Space.ts";
import type { Template } from "./Template.ts";

/** Where a number that is no bound is taken from: the golden section, at which few decimals are whole. */
const INSIDE = 0.618034;

/** A value between the bounds, where it may be of another kind than they are: 33.4 between 8 and 64. */
const inside = (space: NumericSpace): ReadonlyArray<number> => {
  const { kind, low, high, step } = space;
  if (kind === "int" || kind === "log_int") return [];
  return [step === undefined ? low + INSIDE * (high - low) : Math.min(high, low + step)];
};

/** What a probe puts in a space's place: its bounds and a value between them, or its options. */
const extremes = (space: Space): ReadonlyArray<Value> =>
  space.kind === "choice"
    ? space.options.map(({ label }) => label)
    : [...new Set([space.low, space.high, ...inside(space)])];

/** `wanted` where it says something, the first bound or option elsewhere; only of what counts. */
const complete = (all: ReadonlyArray<Parameter>, wanted: Assignment): Assignment => {
  const assignment: Record<string, Value> = {};
  for (const parameter of all) {
    if (!isActive(parameter, assignment)) continue;
    assignment[parameter.name] = wanted[parameter.name] ?? extremes(parameter.space)[0] ?? null;
  }
  return assignment;
};

/**
 * Assignments that together put every bound and every option of every space in place once, and of a continuous space
 * a value between, the others at their first: decoding each resolved value by its place's schema checks the whole
 * space without a trial. At most three for a numeric space, one for an option; one for a template without spaces.
 */
export const probes = (template: Template): ReadonlyArray<Assignment> => {
  const all = parameters(template);
  const base = complete(all, {});
  const others = all.flatMap(({ name, space, when }) =>
    extremes(space)
      // the base has put the first ones in place, of what counts there
      .filter((value) => base[name] !== value)
      .map((value) => {
        const chosen = Object.fromEntries(when.map((condition) => [condition.name, condition.label]));
        return complete(all, { ...chosen, [name]: value });
      }),
  );
  const distinct = new Map(
    [base, ...others].map((assignment) => [JSON.stringify(Object.entries(assignment)), assignment]),
  );
  return [...distinct.values()];
};

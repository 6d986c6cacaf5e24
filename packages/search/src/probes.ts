import type { Assignment } from "./Assignment.ts";
import { isActive } from "./active.ts";
import { type Parameter, parameters } from "./parameters.ts";
import type { Space, Value } from "./Space.ts";
import type { Template } from "./Template.ts";

/** What a probe puts in a space's place: its bounds, or its options. */
const extremes = (space: Space): ReadonlyArray<Value> =>
  space.kind === "choice" ? space.options.map(({ label }) => label) : [space.low, space.high];

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
 * Assignments that together put every bound and every option of every space in place once, the others at their
 * first: decoding each resolved value by its place's schema checks the whole space without a trial.
 * As many as there are bounds and options, at most; one for a template without spaces.
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

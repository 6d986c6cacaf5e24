/** One point of a search space: name of a hyperparameter → its value, or the label of the option chosen. */
import type { Value } from "./Space.ts";

export type Assignment = Readonly<Record<string, Value>>;

/** The value of `name`. Throws where there is none: an assignment is made for the template it is used with. */
export const assigned = (assignment: Assignment, name: string): Value => {
  const value = Object.hasOwn(assignment, name) ? assignment[name] : undefined;
  if (value === undefined) throw new Error(`the assignment has no value for ${name}`);
  return value;
};

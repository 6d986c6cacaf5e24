import { type Assignment, assigned } from "./Assignment.ts";
import { type Parameter, parameters } from "./parameters.ts";
import type { Template } from "./Template.ts";

/** Whether a hyperparameter counts, given the options chosen so far. */
export const isActive = (parameter: Parameter, assignment: Assignment): boolean =>
  // outermost first: an inner choice is looked up only where it counts itself
  parameter.when.every(({ name, label }) => assigned(assignment, name) === label);

/** Names of the hyperparameters that `assignment` needs, in the order of the file. */
export const active = (template: Template, assignment: Assignment): ReadonlyArray<string> =>
  parameters(template)
    .filter((parameter) => isActive(parameter, assignment))
    .map(({ name }) => name);

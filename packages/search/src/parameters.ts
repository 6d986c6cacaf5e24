import type { Path, Space } from "./Space.ts";
import type { Template } from "./Template.ts";

/** A hyperparameter: a space with its name, and the options that must be chosen for it to count. */
export interface Parameter {
  readonly name: string;
  /** Where its space stands in the file. */
  readonly path: Path;
  readonly space: Space;
  /** The options on the way to it, outermost first; empty if it always counts. */
  readonly when: ReadonlyArray<{ readonly name: string; readonly label: string }>;
}

const collect = (template: Template, when: Parameter["when"]): ReadonlyArray<Parameter> => {
  switch (template.kind) {
    case "constant":
      return [];
    case "list":
      return template.items.flatMap((item) => collect(item, when));
    case "mapping":
      return template.entries.flatMap(([, value]) => collect(value, when));
    case "space": {
      const { name, path, space } = template;
      const inner =
        space.kind === "choice"
          ? space.options.flatMap(({ label, value }) => collect(value, [...when, { name, label }]))
          : [];
      return [{ name, path, space, when }, ...inner];
    }
  }
};

/** All hyperparameters in the order of the file, conditional ones after the choice that they depend on. */
export const parameters = (template: Template): ReadonlyArray<Parameter> => collect(template, []);

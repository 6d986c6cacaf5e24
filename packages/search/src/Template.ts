/** A piece of YAML (`data`, `model`, a step's `with`) in which some values are search spaces. */
import type { Path, Space, Value } from "./Space.ts";

export type Template =
  | { readonly kind: "constant"; readonly value: Value }
  | { readonly kind: "list"; readonly items: ReadonlyArray<Template> }
  | { readonly kind: "mapping"; readonly entries: ReadonlyArray<readonly [string, Template]> }
  | {
      readonly kind: "space";
      /** Name of the hyperparameter: see `parameterName`. */
      readonly name: string;
      /** Where the space stands in the file. */
      readonly path: Path;
      readonly space: Space;
    };

import * as Schema from "effect/Schema";

/** What a target of numbers is. */
export const taskSetting = Schema.optionalKey(
  Schema.Literals(["classification", "regression"]).annotate({
    description:
      "What the target is; if not given, classification for a type of whole numbers, regression for floating-point numbers or several an example.",
  }),
);

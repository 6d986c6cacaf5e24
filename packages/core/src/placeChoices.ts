/** Search spaces that stand elsewhere than their values: a sweep's matrix. */
import type { Path } from "@attune/search";
import { setAt, startsWith } from "./Override.ts";
import type { Problem } from "./Problem.ts";
import type { Source } from "./Source.ts";

export interface PlacedChoice {
  /** Where the value stands. */
  readonly path: Path;
  readonly options: ReadonlyArray<unknown>;
  /** Where the list of options stands. */
  readonly at: Path;
}

/** The source with a `choice` at each path; what is wrong with an option is shown where it is written. */
export const placeChoices = (
  source: Source,
  choices: ReadonlyArray<PlacedChoice>,
): Source | ReadonlyArray<Problem> => {
  const problems: Array<Problem> = [];
  let value = source.value;
  for (const { path, options, at } of choices) {
    const placed = setAt(value, path, { choice: options });
    if ("problem" in placed) problems.push(source.problem(at, placed.problem, { at: "key" }));
    else value = placed.value;
  }
  if (problems.length > 0) return problems;
  return {
    ...source,
    value,
    problem: (path, message, options) => {
      const placed = choices.find((choice) => startsWith(path, choice.path));
      if (!placed) return source.problem(path, message, options);
      const inside = path.slice(placed.path.length);
      return source.problem(
        [...placed.at, ...(inside[0] === "choice" ? inside.slice(1) : inside)],
        message,
        options,
      );
    },
  };
};

import { type Experiment, InvalidExperiment } from "@attune/core";
import { parameters } from "@attune/search";
import * as Effect from "effect/Effect";
import { shownPath } from "../readExperiment.ts";

/** Fails where a file without a sweep has a search space: there is nothing that would choose a value. */
export const withoutSpaces = Effect.fnUntraced(function* ({
  template,
  source,
  file,
}: Experiment): Effect.fn.Return<void, InvalidExperiment> {
  const [space] = parameters(template);
  if (space === undefined) return;
  const remedy = `run it with attune sweep ${shownPath(file)}, or put a value there with --set`;
  const problem = source.problem(space.path, "expected one value, received a search space", { remedy });
  return yield* new InvalidExperiment({ problems: [problem] });
});

import { existsSync } from "node:fs";
import * as Effect from "effect/Effect";
import { alignColumns } from "../terminal/alignColumns.ts";
import { span } from "../terminal/Line.ts";
import { printLines } from "../terminal/printLines.ts";

/** The example where it is there, else what stands for a file of the reader's. */
const exampleOr = (example: string, other: string): string => (existsSync(example) ? example : other);

const commands = (): ReadonlyArray<readonly [command: string, does: string]> => [
  [
    `npx attune sweep ${exampleOr("experiments/smoke/sweep.yaml", "FILE.yaml")}`,
    "search the hyperparameters of an experiment, write its report",
  ],
  [
    `npx attune new ${exampleOr("experiments/smoke/iris.csv", "TABLE.csv")} --out first.yaml`,
    "write an experiment for a table of your own",
  ],
  ["npx attune doctor", "look at what this machine has; attune --help lists all commands"],
];

/** `attune` alone: what to do first. */
export const firstSteps = Effect.sync(() => {
  const [, ...lines] = alignColumns(
    [{ title: "" }, { title: "" }],
    commands().map(([command, does]) => [span(command, "strong"), span(does)]),
  );
  printLines(lines);
});

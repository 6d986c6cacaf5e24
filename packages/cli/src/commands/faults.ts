import { adviceScore, allCells, halfOf, quickCells, score } from "@attune/train";
import * as Command from "effect/cli/Command";
import * as Flag from "effect/cli/Flag";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { adviceTable, codeTable, faultTable } from "../faults/faultTables.ts";
import { runCells } from "../faults/runCells.ts";
import { json } from "./options.ts";

const quick = Flag.Boolean("quick").pipe(
  Flag.withDescription("A sample that takes less than a minute"),
  Flag.withDefault(false),
);
const half = Flag.Literals("half", ["calibration", "published"]).pipe(
  Flag.withDescription("Only the cells that thresholds were set on, or only the others; default all"),
  Flag.optional,
);

export const faults = Command.make(
  "faults",
  { quick, half, json },
  Effect.fn("cli.faults")(function* (options) {
    const wanted = Option.getOrUndefined(options.half);
    const cells = (options.quick ? quickCells() : allCells()).filter(
      (cell) => wanted === undefined || halfOf(cell) === wanted,
    );
    const shown = process.stderr.isTTY && !options.json;
    const rows = yield* Effect.promise(() =>
      runCells(cells, (done) => {
        if (shown) process.stderr.write(`\r${done} of ${cells.length} cells`);
      }),
    );
    if (shown) process.stderr.write("\r\u001b[K");
    const scored = score(rows.map(({ result }) => result));
    const advice = adviceScore(rows.flatMap((row) => row.advice ?? []));
    if (options.json) return console.log(JSON.stringify({ ...scored, advice, rows }));
    console.log(
      [faultTable(scored), codeTable(scored), adviceTable(advice)]
        .map((lines) => lines.join("\n"))
        .join("\n\n"),
    );
  }),
).pipe(
  Command.withDescription("Put faults into small networks, and say how well they are told and mended"),
  Command.withExamples([
    { command: "attune faults --quick", description: "A sample of the suite" },
    { command: "attune faults --half published", description: "The tables of docs/diagnoses.md" },
  ]),
);

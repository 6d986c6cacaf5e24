/** What is wrong with an input: where, what was expected, what was received, and what to do. */
import * as Schema from "effect/Schema";

export const Problem = Schema.Struct({
  file: Schema.String,
  /** Counted from 1; absent where the problem is the file itself. */
  line: Schema.optionalKey(Schema.Int),
  column: Schema.optionalKey(Schema.Int),
  /** The source line, as it stands in the file. */
  text: Schema.optionalKey(Schema.String),
  /** Dotted path in the file: `steps.train.with.epochs`. */
  path: Schema.optionalKey(Schema.String),
  message: Schema.String,
  /** The nearest allowed name, or what to change. */
  remedy: Schema.optionalKey(Schema.String),
});
export type Problem = typeof Problem.Type;

const render = (problem: Problem): string => {
  const at = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}:${problem.column}`;
  const lines = [`${at}  ${problem.path ? `${problem.path}: ` : ""}${problem.message}`];
  if (problem.text !== undefined && problem.line !== undefined) {
    const number = String(problem.line);
    // a long line is cut around the column, so that the mark stays on the screen
    const start = Math.max(0, (problem.column ?? 1) - 60);
    const pad = " ".repeat(Math.max(0, (problem.column ?? 1) - 1 - start));
    lines.push(
      `  ${number} | ${problem.text.slice(start, start + 110)}`,
      `  ${" ".repeat(number.length)} | ${pad}^`,
    );
  }
  if (problem.remedy !== undefined) lines.push(`  ${problem.remedy}`);
  return lines.join("\n");
};

/** As many problems as fit a screen; the rest are counted. */
const SHOWN = 5;

/** The input is wrong: nothing ran. */
export class InvalidExperiment extends Schema.TaggedError<InvalidExperiment>()("InvalidExperiment", {
  problems: Schema.Array(Problem),
}) {
  override get message() {
    const shown = this.problems.slice(0, SHOWN).map(render);
    const more = this.problems.length - shown.length;
    return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n\n");
  }
}

/**
 * `train.validation.accuracy > 0.9 and evaluate.test.loss <= 1`: conditions on the metrics of a run, all of which
 * must hold. A run that lacks a metric does not meet a condition on it.
 */
import { InvalidExperiment, type Metrics, nearest } from "@attune/core";
import * as Result from "effect/Result";

const operators = {
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
  ">": (a: number, b: number) => a > b,
  ">=": (a: number, b: number) => a >= b,
  "=": (a: number, b: number) => a === b,
  "!=": (a: number, b: number) => a !== b,
} as const;

type Operator = keyof typeof operators;

export interface Condition {
  readonly metric: string;
  /** Of the metric, counted from 1. */
  readonly column: number;
  readonly operator: Operator;
  readonly value: number;
}

interface Token {
  readonly text: string;
  /** Counted from 1. */
  readonly column: number;
}

/** Words, numbers and operators; any other sign stands alone. */
const tokensOf = (text: string): ReadonlyArray<Token> =>
  [...text.matchAll(/[<>=!]+|[^\s<>=!]+/g)].map((match) => ({ text: match[0], column: match.index + 1 }));

const isOperator = (text: string): text is Operator => Object.hasOwn(operators, text);
const isMetric = (text: string) => /^[A-Za-z_][\w.]*$/.test(text) && text !== "and";
const isNumber = (text: string) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);

/** The mistake at a column of the text, as it is shown for files. */
export const conditionMistake = (text: string, column: number, message: string, remedy?: string) =>
  new InvalidExperiment({
    problems: [
      { file: "--where", line: 1, column, text, message, ...(remedy === undefined ? {} : { remedy }) },
    ],
  });

const remedyOf = (token: Token | undefined): string | undefined => {
  if (token?.text === "==") return "equality is written with one sign: =";
  if (token?.text === "&&") return "conditions are joined by and";
  return undefined;
};

/** The conditions, or the first place where the text is none. */
export const parseConditions = (text: string): Result.Result<ReadonlyArray<Condition>, InvalidExperiment> => {
  const tokens = tokensOf(text);
  const conditions: Array<Condition> = [];
  const refuse = (at: number, expected: string) => {
    const token = tokens[at];
    const message = `expected ${expected}, received ${token ? `"${token.text}"` : "the end"}`;
    return Result.fail(conditionMistake(text, token?.column ?? text.length + 1, message, remedyOf(token)));
  };
  for (let at = 0; ; at += 4) {
    const [metric, operator, value, and] = tokens.slice(at, at + 4);
    if (!metric || !isMetric(metric.text)) return refuse(at, "a metric, as in train.validation.accuracy");
    if (!operator || !isOperator(operator.text)) return refuse(at + 1, "<, <=, >, >=, = or !=");
    if (!value || !isNumber(value.text)) return refuse(at + 2, "a number");
    const { text: name, column } = metric;
    conditions.push({ metric: name, column, operator: operator.text, value: Number(value.text) });
    if (and === undefined) return Result.succeed(conditions);
    if (and.text !== "and") return refuse(at + 3, "and, or the end");
  }
};

/** Whether all of them hold. */
export const meets = (metrics: Metrics, conditions: ReadonlyArray<Condition>): boolean =>
  conditions.every(({ metric, operator, value }) => {
    const found = metrics[metric];
    return found !== undefined && operators[operator](found, value);
  });

/** The first condition on a metric that none of the runs has: it would find nothing, and why would not be seen. */
export const unknownMetric = (
  text: string,
  conditions: ReadonlyArray<Condition>,
  runs: ReadonlyArray<{ readonly metrics: Metrics }>,
): InvalidExperiment | undefined => {
  const names = new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)));
  const unknown = conditions.find(({ metric }) => !names.has(metric));
  if (unknown === undefined || names.size === 0) return undefined;
  const near = nearest(unknown.metric, names);
  const remedy = near ? `did you mean "${near}"?` : `metrics here: ${[...names].sort().join(", ")}`;
  return conditionMistake(text, unknown.column, `no run has a metric "${unknown.metric}"`, remedy);
};

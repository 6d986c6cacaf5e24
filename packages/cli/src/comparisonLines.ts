/** A comparison as a person reads it. */
import type { Comparison, Divergence, MetricPair } from "./compareSides.ts";
import { type Difference, shownValue } from "./jsonDifferences.ts";
import { figure } from "./progress/figures.ts";
import type { Side } from "./Side.ts";
import { alignColumns } from "./terminal/alignColumns.ts";
import { type Line, span } from "./terminal/Line.ts";

/** A value that would fill the screen is cut. */
const short = (value: unknown): string => {
  const text = shownValue(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
};

const section = (title: string, lines: ReadonlyArray<Line>): ReadonlyArray<Line> =>
  lines.length === 0 ? [] : [[], [span(title, "strong")], ...lines.map((line) => [span("  "), ...line])];

const differences = (list: ReadonlyArray<Difference>): ReadonlyArray<Line> =>
  list.length === 0
    ? []
    : alignColumns(
        [{ title: "" }, { title: "A" }, { title: "B" }],
        list.map(({ path, before, after }) => [span(path), span(short(before)), span(short(after))]),
      );

const shownFigure = (value: number | undefined): string => (value === undefined ? "none" : figure(value));

/** Pairs with what is between them, signed. */
const figures = (list: ReadonlyArray<MetricPair>): ReadonlyArray<Line> => {
  if (list.length === 0) return [];
  const change = ({ a, b }: MetricPair): string => {
    if (a === undefined || b === undefined) return "";
    return a === b ? "same" : `${b > a ? "+" : ""}${figure(b - a)}`;
  };
  return alignColumns(
    [
      { title: "" },
      { title: "A", right: true },
      { title: "B", right: true },
      { title: "B − A", right: true },
    ],
    list.map((pair) => [
      span(pair.name),
      span(shownFigure(pair.a)),
      span(shownFigure(pair.b)),
      span(change(pair)),
    ]),
  );
};

const divergenceLines = ({ step, epochs, first }: Divergence): ReadonlyArray<Line> =>
  first
    ? [
        [span(`${step}: the rows differ from epoch ${first.epoch} on, of ${epochs} that both have`)],
        ...figures(first.figures).map((line) => [span("  "), ...line]),
      ]
    : [[span(`${step}: the same rows over ${epochs} epochs`)]];

const digest = (text: string): string => (/^[0-9a-f]{64}$/.test(text) ? text.slice(0, 8) : text);

const partLines = ({ code, parts, onlyA, onlyB }: Comparison): ReadonlyArray<Line> => [
  ...parts.map(({ part, steps, a, b }) => [
    span(`${part} of ${steps.join(", ")}: ${digest(a)} in A, ${digest(b)} in B`),
  ]),
  ...code.map(({ steps, files }) => [
    span(`code of ${steps.join(", ")}: ${files.length > 0 ? files.join(", ") : "what it imports"}`),
  ]),
  ...(onlyA.length > 0 ? [[span(`steps only in A: ${onlyA.join(", ")}`)]] : []),
  ...(onlyB.length > 0 ? [[span(`steps only in B: ${onlyB.join(", ")}`)]] : []),
];

export const comparisonLines = (a: Side, b: Side, comparison: Comparison): ReadonlyArray<Line> => {
  const { written, settings, metrics, trajectories } = comparison;
  const winners = a.isSweep || b.isSweep ? "settings, of a sweep its winner's" : "settings";
  const parts = partLines(comparison);
  const unknown = [a, b].filter((side) => side.settings === null).map(({ label }) => label);
  return [
    [span(`A  ${a.label}`)],
    [span(`B  ${b.label}`)],
    ...section("in the files", differences(written)),
    ...section(winners, differences(settings)),
    ...section("code, data, engine, seeds", parts),
    ...section("metrics", figures(metrics)),
    ...section("trajectories", trajectories.flatMap(divergenceLines)),
    ...(written.length + settings.length + parts.length === 0
      ? section(
          unknown.length > 0
            ? `nothing to compare settings by: ${unknown.join(" and ")} has no configuration yet`
            : "the same settings, code, data, engine and seeds",
          [[]],
        )
      : []),
  ];
};

/** @jsxImportSource preact */
/** Labels at the ends of lines, kept apart so that none covers another. */
import type { Token } from "../page/tokens.ts";
import { px } from "./Plot.tsx";
import { fill } from "./paint.ts";

export interface EndLabel {
  readonly text: string;
  readonly y: number;
  readonly token: Token;
}

const GAP = 13;

/** Moves labels down until they are a line apart, then all of them up by what left the bottom. */
export const spread = (labels: ReadonlyArray<EndLabel>, bottom: number): ReadonlyArray<EndLabel> => {
  const placed: Array<EndLabel> = [];
  for (const label of labels.toSorted((a, b) => a.y - b.y))
    placed.push({ ...label, y: Math.max(label.y, (placed.at(-1)?.y ?? Number.NEGATIVE_INFINITY) + GAP) });
  let limit = bottom;
  return placed
    .toReversed()
    .map((label) => {
      const y = Math.min(label.y, limit);
      limit = y - GAP;
      return { ...label, y };
    })
    .toReversed();
};

export const EndLabels = (props: { labels: ReadonlyArray<EndLabel>; x: number; bottom: number }) => (
  <g font-weight="600">
    {spread(props.labels, props.bottom).map(({ text, y, token }) => (
      <text key={text} {...fill(token)} x={props.x} y={px(y + 4)}>
        {text}
      </text>
    ))}
  </g>
);

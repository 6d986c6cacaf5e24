/** @jsxImportSource preact */
/** Axes: a horizontal grid with labels on the left, labels below, and at most one more scale on the right. */
import type { AxisScale } from "./axisScale.ts";
import { px } from "./Plot.tsx";
import { fill, stroke } from "./paint.ts";

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const YAxis = ({ box, scale, title }: { box: Box; scale: AxisScale; title: string }) => (
  <g>
    <text {...fill("mut")} x={box.left - 44} y={box.top - 10}>
      {title}
    </text>
    {scale.ticks.map(({ at, text }) => (
      <g key={text}>
        <line {...stroke("grid")} x1={box.left} x2={box.right} y1={px(at)} y2={px(at)} />
        <text {...fill("mut")} x={box.left - 6} y={px(at + 4)} text-anchor="end">
          {text}
        </text>
      </g>
    ))}
  </g>
);

/** The scale of a second quantity: labels only, for a grid of two scales says nothing. */
export const RightAxis = ({ box, scale, title }: { box: Box; scale: AxisScale; title: string }) => (
  <g>
    <text {...fill("mut")} x={box.right + 44} y={box.top - 10} text-anchor="end">
      {title}
    </text>
    {scale.ticks.map(({ at, text }) => (
      <text key={text} {...fill("mut")} x={box.right + 6} y={px(at + 4)}>
        {text}
      </text>
    ))}
  </g>
);

/** Labels of the first and the last tick stay inside the box where `inside` is set: small panels stand side by side. */
export const XAxis = (props: { box: Box; scale: AxisScale; title?: string; inside?: boolean }) => {
  const { box, scale, title, inside } = props;
  const anchor = (at: number) => {
    if (!inside) return "middle";
    if (at < box.left + 16) return "start";
    return at > box.right - 16 ? "end" : "middle";
  };
  return (
    <g>
      <line {...stroke("mut")} x1={box.left} x2={box.right} y1={box.bottom} y2={box.bottom} />
      {scale.ticks.map(({ at, text }) => (
        <text key={text} {...fill("mut")} x={px(at)} y={box.bottom + 15} text-anchor={anchor(at)}>
          {text}
        </text>
      ))}
      {title && (
        <text {...fill("mut")} x={px((box.left + box.right) / 2)} y={box.bottom + 31} text-anchor="middle">
          {title}
        </text>
      )}
    </g>
  );
};

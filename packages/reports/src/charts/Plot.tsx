/** @jsxImportSource preact */
/** The frame of a picture: an SVG that is named and described, and that stands without CSS. */
import type { ComponentChildren } from "preact";

export interface PlotProps {
  /** Unique on the page: it ties title and description to the picture. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the picture says, computed. */
  readonly description: string;
  readonly children: ComponentChildren;
}

/** Coordinates with one decimal: enough for the eye, and the same bytes everywhere. */
export const px = (value: number): number => Math.round(value * 10) / 10;

export const Plot = ({ id, width, height, title, description, children }: PlotProps) => (
  <svg
    viewBox={`0 0 ${width} ${height}`}
    width="100%"
    role="img"
    aria-labelledby={`${id}-title ${id}-desc`}
    font-family="system-ui, sans-serif"
    font-size="11.5"
  >
    <title id={`${id}-title`}>{title}</title>
    <desc id={`${id}-desc`}>{description}</desc>
    {children}
  </svg>
);

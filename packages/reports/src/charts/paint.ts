/**
 * Colours of SVG marks. Each is a presentation attribute, so that a picture stands without CSS, and a class by which
 * the stylesheet overrides it with the theme's colour.
 */
import { light, type Token } from "../page/tokens.ts";

export const stroke = (token: Token) => ({ class: `k-${token}`, stroke: light[token] });

export const fill = (token: Token) => ({ class: `f-${token}`, fill: light[token] });

/** Filled and outlined: `ring` separates a mark from what lies below it. */
export const dot = (token: Token, ring: Token) => ({
  class: `f-${token} k-${ring}`,
  fill: light[token],
  stroke: light[ring],
});

/** Series in the order of their use. */
export const series = ["s0", "s1", "s2", "s3", "s4", "s5"] as const satisfies ReadonlyArray<Token>;

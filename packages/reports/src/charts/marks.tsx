/** @jsxImportSource preact */
/** Marks whose shape carries their meaning, so that colour never stands alone. */
import type { Token } from "../page/tokens.ts";
import { px } from "./Plot.tsx";
import { stroke } from "./paint.ts";

/** A trial without a result. */
export const Cross = ({ x, y, token }: { x: number; y: number; token: Token }) => (
  <path {...stroke(token)} d={`M${px(x - 3)},${px(y - 3)}l6,6m0,-6l-6,6`} fill="none" stroke-width="1.4" />
);

/** A value beyond the edge of the range, pointing to where it lies. */
export const Triangle = ({ x, y, up }: { x: number; y: number; up: boolean }) => (
  <path
    {...stroke("s0")}
    d={up ? `M${px(x - 3.5)},${px(y + 3)}h7l-3.5,-6z` : `M${px(x - 3.5)},${px(y - 3)}h7l-3.5,6z`}
    fill="none"
  />
);

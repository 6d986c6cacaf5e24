/** @jsxImportSource preact */
/** What stands where a picture has nothing to show. */
import { fill } from "./paint.ts";

export const NoData = ({ width, height, text }: { width: number; height: number; text: string }) => (
  <text {...fill("mut")} x={width / 2} y={height / 2} text-anchor="middle">
    {text}
  </text>
);

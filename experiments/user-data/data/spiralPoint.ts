/** The point at `along` (0 to 1) of a spiral of one turn that starts in the middle, turned by `turn` of a circle. */
export const spiralPoint = (turn: number, along: number): { readonly x: number; readonly y: number } => {
  const angle = 2 * Math.PI * (turn + along);
  return { x: along * Math.cos(angle), y: along * Math.sin(angle) };
};

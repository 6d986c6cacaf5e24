/** A text cut to `length` characters; the cut is marked by an ellipsis. */
export const shortText = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`;

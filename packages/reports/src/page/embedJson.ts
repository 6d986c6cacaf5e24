/** JSON that may stand inside a script element: `<` is escaped, so that no text of a user ends the element. */
export const embedJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");

/** Patterns of layers, as in `layers.*`. */

/**
 * Whether the tensor called `param` belongs to what `pattern` names: a layer, `layers.2`, with all that is in it, or
 * one tensor, `layers.2.weight`. A `*` stands for any run of characters but the dot.
 */
export const matchesLayer = (pattern: string, param: string): boolean => {
  const literals = pattern.split("*").map((text) => text.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${literals.join("[^.]*")}(\\.|$)`).test(param);
};

const stars = (pattern: string) => pattern.split("*").length - 1;
const literal = (pattern: string) => pattern.length - stars(pattern);

/**
 * Order of patterns, the most specific first: more characters, stars not counted; then fewer stars; then by alphabet.
 * Not the order of the file, which a canonical form of the settings does not keep.
 */
export const bySpecificity = (a: string, b: string): number =>
  literal(b) - literal(a) || stars(a) - stars(b) || (a < b ? -1 : 1);

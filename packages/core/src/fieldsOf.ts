export type Fields = Readonly<Record<string, unknown>>;

/** The entries of a mapping; none of what is not one. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

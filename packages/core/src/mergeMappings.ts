import { spaceKinds } from "@attune/search";

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A space is one value: it is replaced, never merged. */
const isSpace = (mapping: Readonly<Record<string, unknown>>): boolean =>
  spaceKinds.some((kind) => Array.isArray(mapping[kind]));

/**
 * `child` over `base`: mappings key by key, everything else replaced whole. A null takes the key away, so that
 * `{ adam: null, sgd: {…} }` replaces one choice by another.
 */
export const mergeMappings = (base: unknown, child: unknown): unknown => {
  if (!isMapping(base) || !isMapping(child) || isSpace(base) || isSpace(child)) return child;
  const merged = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(child)) {
    if (value === null && merged.has(key)) merged.delete(key);
    else merged.set(key, merged.has(key) ? mergeMappings(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
};

import { canonicalText } from "./canonicalText.ts";

const isMapping = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The options of choices inside `value` sorted: their order is not part of a label either. */
const withoutOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutOrder);
  if (!isMapping(value)) return value;
  const fields = Object.entries(value).map(([key, field]): [string, unknown] => {
    const inside = withoutOrder(field);
    if (key !== "choice" || !Array.isArray(inside)) return [key, inside];
    return [key, inside.toSorted((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1))];
  });
  return Object.fromEntries(fields);
};

const fullLabel = (option: unknown): string => canonicalText(withoutOrder(option));

/** A scalar is called by its text, a mapping with one key by that key, anything else by its canonical JSON. */
const shortLabel = (option: unknown): string => {
  if (typeof option === "string") return option;
  const keys = isMapping(option) ? Object.keys(option) : [];
  return keys.length === 1 ? keys[0]! : fullLabel(option);
};

const repeated = (labels: ReadonlyArray<string>): ReadonlySet<string> =>
  new Set(labels.filter((label, index) => labels.indexOf(label) !== index));

/**
 * Labels of a choice's options, in their order: short where that tells them apart, canonical JSON where two options
 * share the short one (`adam` and `{ adam: … }`). The same option has the same label in whatever order they stand.
 * Equal options share a label: `parseTemplate` refuses them.
 */
export const optionLabels = (options: ReadonlyArray<unknown>): ReadonlyArray<string> => {
  const full = options.map(fullLabel);
  let labels = options.map(shortLabel);
  // a full label may be another's short one ("1" in quotes), so again until nothing changes: each round lengthens
  // at least one label, and full ones differ
  for (;;) {
    const shared = repeated(labels);
    const next = labels.map((label, index) => (shared.has(label) ? full[index]! : label));
    if (next.every((label, index) => label === labels[index])) return labels;
    labels = next;
  }
};

import * as Schema from "effect/Schema";

/** The first mistake in the settings of a user's module. */
export interface SettingsMistake {
  readonly message: string;
  /** Below `data` or `model`. */
  readonly path: ReadonlyArray<string | number>;
}

const textOf = (message: string, key: string | number | undefined): string => {
  if (message.startsWith("Unexpected key")) return `unknown key "${key}"`;
  if (message.startsWith("Missing key")) return `the key "${key}" is missing`;
  return message.replace(/^Expected (.*), got /s, "expected $1, received ");
};

/** `with` as the module's schema decodes it; as it stands where there is none. */
export const userSettings = async (
  config: Schema.Codec<unknown, unknown> | undefined,
  given: unknown,
): Promise<{ readonly settings: unknown } | { readonly mistake: SettingsMistake }> => {
  if (config === undefined) return { settings: given };
  const parseOptions = { onExcessProperty: "error", reportInput: true } as const;
  const result = await Schema.toStandardSchemaV1(config, { parseOptions })["~standard"].validate(given);
  const issue = result.issues?.[0];
  if (issue === undefined) return { settings: "value" in result ? result.value : undefined };
  const keys = (issue.path ?? []).map((part) => (typeof part === "object" ? part.key : part));
  const path = keys.map((key) => (typeof key === "number" ? key : String(key)));
  return { mistake: { message: textOf(issue.message, path.at(-1)), path: ["with", ...path] } };
};

import type { Path } from "@attune/search";
import type { Problem } from "./Problem.ts";
import type { Source } from "./Source.ts";

const REFERENCE = /\$\{env:([^}]*)\}/g;
const REMEDY = "as in ${env:DATA}/iris.csv";

/** Keys whose value is a path, so that a variable may be all of it. */
const PATH_KEYS = ["path", "uses", "extends"];

/** What is a path: ./x, ../x, /x, a variable before a slash, or all of a value that can only be a path. */
const isPath = (text: string, path: Path) =>
  /^(\.{0,2}\/|\$\{env:[^}]*\}\/)/.test(text) ||
  (/^\$\{env:[^}]*\}$/.test(text) &&
    PATH_KEYS.includes(String(path.findLast((key) => typeof key === "string"))));

/**
 * Puts the values of environment variables in place of `${env:NAME}`, in paths: results must not hang on the machine.
 * `at`: where the source's value stands in the experiment.
 */
export const expandVariables = (
  source: Pick<Source, "value" | "problem">,
  at: Path = [],
): { readonly value: unknown; readonly problems: ReadonlyArray<Problem> } => {
  const problems: Array<Problem> = [];
  const expandText = (text: string, path: Path): string => {
    if (!text.includes("${env:")) return text;
    if (!isPath(text, path)) {
      problems.push(
        source.problem(path, `environment variables are for paths only, received "${text}"`, {
          remedy: REMEDY,
        }),
      );
      return text;
    }
    return text.replaceAll(REFERENCE, (reference, name: string) => {
      const value = process.env[name];
      if (value === undefined) {
        problems.push(
          source.problem(path, `the environment variable ${name} is not set`, { remedy: `export ${name}=…` }),
        );
      }
      return value ?? reference;
    });
  };
  const expand = (value: unknown, path: Path): unknown => {
    if (typeof value === "string") return expandText(value, path);
    if (Array.isArray(value)) return value.map((item, i) => expand(item, [...path, i]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, expand(item, [...path, key])]),
    );
  };
  return { value: expand(source.value, at), problems };
};

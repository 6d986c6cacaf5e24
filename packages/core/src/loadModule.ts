/** Imports a module of the user's: `.ts` as it is, `.tsx` compiled on load. */

import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

let hooked = false;

/** Node strips the types of `.ts` itself; `.tsx` needs a compiler. Further calls do nothing. */
export const hookTsx = (): void => {
  if (hooked) return;
  hooked = true;
  registerHooks({
    load: (url, context, next) => {
      if (!url.startsWith("file:") || !url.endsWith(".tsx")) return next(url, context);
      const path = fileURLToPath(url);
      const { code } = transformSync(readFileSync(path, "utf8"), {
        loader: "tsx",
        sourcefile: path,
        sourcemap: "inline",
        jsx: "automatic",
        jsxImportSource: "preact",
        target: "node22",
      });
      return { format: "module", source: code, shortCircuit: true };
    },
  });
};

/** `file:line` of the first place that the stack of a syntax or start-up error names. */
const placeOf = (error: Error): string | undefined =>
  /(?:file:\/\/)?(\/[^\s()]+\.tsx?:\d+(?::\d+)?)/.exec(error.stack ?? "")?.[1];

export const loadModule = async (
  url: string,
): Promise<{ readonly exports: Readonly<Record<string, unknown>> } | { readonly message: string }> => {
  hookTsx();
  try {
    return { exports: await import(url) };
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const place = placeOf(error);
    return { message: `${error.message.trim().replace(/\s*\n\s*/g, "; ")}${place ? ` (${place})` : ""}` };
  }
};

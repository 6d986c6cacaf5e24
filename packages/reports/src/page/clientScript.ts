/** The script of every page: the files of `client/`, bundled in memory. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

let bundled: Promise<string> | undefined;

const bundle = async (): Promise<string> => {
  const result = await build({
    entryPoints: [fileURLToPath(new URL("../client/main.ts", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    platform: "browser",
    tsconfigRaw: {},
    logLevel: "silent",
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error("esbuild gave no file for the client");
  return file.text.replaceAll("</script", "<\\/script").trim();
};

/** Bundled once a process. */
export const clientScript = (): Promise<string> => {
  bundled ??= bundle();
  return bundled;
};

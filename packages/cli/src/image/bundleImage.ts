/** The modules of the image as one script, in the order in which the sources load them. */
import { readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { clientScript } from "@attune/reports";
import { build, type Plugin } from "esbuild";
import { home } from "./Image.ts";
import { LazySegmenter } from "./LazySegmenter.ts";

const here = import.meta.dirname;
const sources = join(home, "packages");

/** Packages with native parts, and where they are imported from. A snapshot cannot hold them: they load when they are first used. */
const native: Readonly<Record<string, string>> = {
  "better-sqlite3": "export default function (...args) { return new (load())(...args); }",
  esbuild:
    "export const build = (...args) => load().build(...args); export const transformSync = (...args) => load().transformSync(...args);",
};

const nativeText = (name: string, importer: string): string => `
import { createRequire } from "node:module";
const load = () => createRequire(${JSON.stringify(importer)})(${JSON.stringify(name)});
${native[name]}
`;

/** `node:module` for our sources: it finds modules as ever, but to load one leaves the image. */
const moduleText = `
import { createRequire as create, isBuiltin, registerHooks } from "node:module";
import { leaveImage } from ${JSON.stringify(join(here, "leaveImage.ts"))};
export const createRequire = (from) => Object.assign((id) => leaveImage(id), { resolve: create(from).resolve });
export { isBuiltin, registerHooks };
`;

/** A source as it stands, but for what depends on its place, and for imports whose target only a run can tell. */
const sourceText = (path: string): string => {
  const text = readFileSync(path, "utf8")
    .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
    .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)));
  const open = text.replaceAll(/\bimport\((?!")/g, "leaveImage(");
  return open === text
    ? text
    : `import { leaveImage } from ${JSON.stringify(join(here, "leaveImage.ts"))};\n${open}`;
};

const imagePlugin: Plugin = {
  name: "image",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: new RegExp(`^(${Object.keys(native).join("|")})$`) }, ({ path, importer }) => ({
      path,
      namespace: "native",
      pluginData: importer,
    }));
    onLoad({ filter: /./, namespace: "native" }, ({ path, pluginData }) => ({
      contents: nativeText(path, pluginData),
    }));
    onResolve({ filter: /^node:module$/ }, ({ path, importer, namespace }) =>
      namespace === "file" && importer.startsWith(sources) ? { path, namespace: "module" } : undefined,
    );
    onLoad({ filter: /./, namespace: "module" }, () => ({ contents: moduleText, resolveDir: here }));
    // bundled for the browser once, here, and not for every page
    onLoad({ filter: /[\\/]clientScript\.ts$/ }, async () => ({
      contents: `const script = ${JSON.stringify(await clientScript())}; export const clientScript = async () => script;`,
    }));
    onLoad({ filter: /\.tsx?$/ }, ({ path }) =>
      path.startsWith(sources)
        ? { contents: sourceText(path), loader: extname(path) === ".tsx" ? "tsx" : "ts" }
        : undefined,
    );
  },
};

/** Rejects where a module cannot be bundled. */
export const bundleImage = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./imageMain.ts", import.meta.url))],
    absWorkingDir: home,
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: `node${process.versions.node}`,
    mainFields: ["module", "main"],
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "silent",
    define: { "Intl.Segmenter": LazySegmenter.name },
    inject: [join(here, `${LazySegmenter.name}.ts`)],
    plugins: [imagePlugin],
  });
  return outputFiles[0]!.text;
};

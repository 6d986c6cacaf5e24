/**
 * Digest of the code that a step runs: its kind and the algorithms that its view names, bundled in memory with what
 * they import, comments and unused exports dropped. A changed helper changes it; a reworded comment or a new
 * algorithm does not. Packages from npm count by their locked integrity.
 */

import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { build, type Plugin, type ResolveOptions } from "esbuild";
import type { RowReference } from "./StepKind.ts";
import { sha256 } from "./sha256.ts";

export interface CodeDigest {
  readonly digest: string;
  /** Source file or npm package → digest of it alone: to say which one changed. */
  readonly files: Readonly<Record<string, string>>;
}

/** What is digested: exports of packages, and the path of a user's module. */
export interface CodeEntry {
  readonly rows: ReadonlyArray<RowReference>;
  readonly module: string | undefined;
}

const entryText = ({ rows, module }: CodeEntry): string => {
  const lines = rows.map(
    (row, i) => `export { ${row.name} as row${i} } from ${JSON.stringify(row.package)};`,
  );
  return [
    ...lines,
    ...(module === undefined ? [] : [`export { default } from ${JSON.stringify(module)};`]),
  ].join("\n");
};

const NODE_MODULES = `${sep}node_modules${sep}`;

/** Folder of the npm package that holds `path`. */
const packageFolder = (path: string): string => {
  const start = path.lastIndexOf(NODE_MODULES) + NODE_MODULES.length;
  const parts = path.slice(start).split(sep);
  return path.slice(0, start) + parts.slice(0, parts[0]?.startsWith("@") ? 2 : 1).join(sep);
};

/** Whether a folder belongs to a package of attune's: a user's own catalog is a file like any other. */
const isOurs = (folder: string): boolean => {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return dirname(folder) !== folder && isOurs(dirname(folder));
  const { name }: { name?: string } = JSON.parse(readFileSync(path, "utf8"));
  return name?.startsWith("@attune/") ?? false;
};

/** What a bare import leads to: a file to bundle, or an npm package that is left out. */
interface Resolution {
  readonly path: string;
  readonly packageFolder: string | undefined;
  readonly sideEffects: boolean;
}

/** Answers of bare imports by importing folder; one process asks for the same ones in every bundle. */
type Resolutions = Map<string, Promise<Resolution | undefined>>;

/** Leaves npm packages out of the bundle and remembers their folders; reads every catalog as empty. */
const attunePlugin = (packages: Map<string, string>, resolutions: Resolutions): Plugin => ({
  name: "attune",
  setup: ({ onLoad, onResolve, resolve }) => {
    const resolving = Symbol("resolving");
    const look = async (path: string, options: ResolveOptions): Promise<Resolution | undefined> => {
      const found = await resolve(path, { ...options, pluginData: resolving });
      if (found.errors.length > 0) return undefined;
      const outside = found.path.includes(NODE_MODULES);
      const { path: file, sideEffects } = found;
      return { path: file, sideEffects, packageFolder: outside ? packageFolder(file) : undefined };
    };
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, resolveDir, kind, importer, namespace }) => {
      if (pluginData === resolving) return undefined;
      if (isBuiltin(path)) return { path, external: true, sideEffects: false };
      const id = `${resolveDir} ${path}`;
      const asked = resolutions.get(id) ?? look(path, { resolveDir, kind, importer, namespace });
      resolutions.set(id, asked);
      const found = await asked;
      if (found === undefined) return undefined; // esbuild says itself what is missing
      if (found.packageFolder === undefined) return { path: found.path, sideEffects: found.sideEffects };
      packages.set(path, found.packageFolder);
      return { path, external: true, sideEffects: false };
    });
    // CommonJS, so that every name can be imported from it
    onLoad({ filter: /[\\/]catalog\.ts$/ }, ({ path }) =>
      isOurs(dirname(path)) ? { contents: "module.exports = {};", loader: "js" } : undefined,
    );
  },
});

const lockfileAbove = (folder: string): string | undefined => {
  const path = join(folder, "package-lock.json");
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : lockfileAbove(dirname(folder));
};

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

/** Digests that another process computed from the same sources, by the text of their entry. */
export interface KeptDigests {
  readonly get: (text: string) => CodeDigest | undefined;
  readonly keep: (text: string, digest: CodeDigest) => void;
}

/** Whether an entry leads to attune's own packages alone. */
const isOfPackages = ({ rows, module }: CodeEntry): boolean =>
  module === undefined && rows.every((row) => row.package.startsWith("@attune/"));

/**
 * Computes digests; `root` is the folder from which packages are resolved. Equal entries are bundled once, and those
 * that `kept` has not at all.
 */
export const makeCodeDigests = (
  root: string,
  kept?: KeptDigests,
): ((entry: CodeEntry) => Promise<CodeDigest>) => {
  const lockPath = lockfileAbove(root);
  const top = lockPath ? dirname(lockPath) : root;
  let read: Lockfile | undefined;
  const lock = (): Lockfile => {
    const found: Lockfile =
      read ?? (lockPath ? JSON.parse(readFileSync(lockPath, "utf8")) : { packages: {} });
    read = found;
    return found;
  };

  const identityOf = (folder: string): string => {
    const integrity = lock().packages[relative(top, folder).split(sep).join("/")]?.integrity;
    if (integrity) return integrity;
    const { version }: { version?: string } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return version ?? "unknown";
  };

  const resolutions: Resolutions = new Map();
  const digest = async (text: string): Promise<CodeDigest> => {
    const packages = new Map<string, string>();
    const { outputFiles, metafile } = await build({
      stdin: { contents: text, resolveDir: root, sourcefile: "entry.ts", loader: "ts" },
      absWorkingDir: top,
      bundle: true,
      write: false,
      metafile: true,
      minify: true,
      legalComments: "none",
      format: "esm",
      platform: "node",
      target: "esnext",
      logLevel: "silent",
      plugins: [attunePlugin(packages, resolutions)],
    });
    const output = Object.values(metafile.outputs)[0]!;
    const sources = Object.entries(output.inputs)
      .filter(
        ([path, { bytesInOutput }]) =>
          bytesInOutput > 0 && path !== "entry.ts" && existsSync(join(top, path)),
      )
      .map(
        ([path]) => [path, sha256(readFileSync(join(top, path), "utf8").replaceAll("\r\n", "\n"))] as const,
      );
    const imported = output.imports.flatMap(({ path }) => packages.get(path) ?? []);
    const identities = [...new Set(imported)]
      .map((folder) => [relative(top, folder).split(sep).join("/"), identityOf(folder)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      digest: sha256(JSON.stringify([sha256(outputFiles[0]!.text), identities])),
      files: Object.fromEntries([...sources, ...identities]),
    };
  };

  const find = async (text: string, entry: CodeEntry): Promise<CodeDigest> => {
    const memory = isOfPackages(entry) ? kept : undefined;
    const found = memory?.get(text);
    if (found !== undefined) return found;
    const made = await digest(text);
    memory?.keep(text, made);
    return made;
  };

  const digests = new Map<string, Promise<CodeDigest>>();
  return (entry) => {
    const text = entryText(entry);
    const known = digests.get(text) ?? find(text, entry);
    digests.set(text, known);
    return known;
  };
};

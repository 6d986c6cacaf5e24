/** The laws of the architecture, held against the sources. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const packagesFolder = join(root, "packages");

/** package → the packages of ours that it may import. */
const arrows: Readonly<Record<string, ReadonlyArray<string>>> = {
  nn: [],
  search: [],
  init: ["nn"],
  optim: ["nn"],
  core: ["search"],
  train: ["core", "nn", "init", "optim"],
  sweep: ["core", "search"],
  reports: ["core", "search"],
  cli: ["core", "nn", "init", "optim", "search", "train", "sweep", "reports"],
};

/** Mathematics in, mathematics out: no services, no files, no clock, no hidden randomness. */
const pure = ["nn", "init", "optim", "search"];
// Schema, and what it takes to write one: its defaults are effects
const schemaModules = ["effect/Schema", "effect/SchemaGetter", "effect/Effect", "effect/Exit"];
const mayTouchFiles = [join("nn", "src", "engines"), join("nn", "src", "datasets")];

interface Source {
  readonly package: string;
  /** From `packages`. */
  readonly path: string;
  readonly text: string;
  readonly imports: ReadonlyArray<string>;
}

const filesIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

const withoutComments = (text: string) =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|[^:])\/\/.*$/gm, "$1");

const sources: ReadonlyArray<Source> = Object.keys(arrows).flatMap((name) =>
  filesIn(join(packagesFolder, name, "src")).map((file) => {
    const text = withoutComments(readFileSync(file, "utf8"));
    const imports = [
      ...text.matchAll(/^(?:import|export)\b[^;"]*?\bfrom\s+"([^"]+)"/gm),
      ...text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g),
    ].map((match) => match[1]!);
    return { package: name, path: relative(packagesFolder, file), text, imports };
  }),
);

/** Every `[source, what]` for which `find` finds something: so a failure names each place. */
const offences = (find: (source: Source) => ReadonlyArray<string>) =>
  sources.flatMap((source) => find(source).map((what) => `${source.path}: ${what}`));

describe("the architecture", () => {
  it("every package is drawn, and no source is missed", () => {
    expect(readdirSync(packagesFolder).sort()).toEqual(Object.keys(arrows).sort());
    expect(sources.length).toBeGreaterThan(100);
  });

  it("arrows run only as drawn, and never in a circle", () => {
    expect(
      offences(({ package: from, imports }) =>
        imports.filter(
          (name) => name.startsWith("@attune/") && !arrows[from]?.includes(name.slice("@attune/".length)),
        ),
      ),
    ).toEqual([]);
    const reach = (name: string): ReadonlyArray<string> =>
      (arrows[name] ?? []).flatMap((next) => [next, ...reach(next)]);
    for (const name of Object.keys(arrows)) expect(reach(name)).not.toContain(name);
  });

  it("package.json declares what is imported, and no package of ours beyond the arrows", () => {
    for (const [name, allowed] of Object.entries(arrows)) {
      const { dependencies, sideEffects } = JSON.parse(
        readFileSync(join(packagesFolder, name, "package.json"), "utf8"),
      );
      const ours = Object.keys(dependencies)
        .filter((key) => key.startsWith("@attune/"))
        .map((key) => key.slice("@attune/".length));
      expect(
        ours.filter((key) => !allowed.includes(key)),
        name,
      ).toEqual([]);
      expect(sideEffects, name).toBe(false);
      const used = new Set(
        sources
          .filter((source) => source.package === name)
          .flatMap(({ imports }) => imports)
          .filter((each) => !/^(\.|node:)/.test(each))
          .map((each) =>
            each
              .split("/")
              .slice(0, each.startsWith("@") ? 2 : 1)
              .join("/"),
          ),
      );
      expect(
        [...used].filter((each) => !(each in dependencies)),
        name,
      ).toEqual([]);
    }
  });

  it("a package is imported by its name, through its index.ts", () => {
    expect(
      offences(({ path, imports }) =>
        imports.filter((name) => {
          if (/^@attune\/[^/]+\//.test(name)) return true;
          if (!name.startsWith(".")) return false;
          const home = join(packagesFolder, path.split(/[\\/]/)[0]!);
          return !resolve(packagesFolder, dirname(path), name).startsWith(home);
        }),
      ),
    ).toEqual([]);
  });

  it("core knows no network", () => {
    expect(
      offences(({ package: name, imports }) =>
        name === "core" ? imports.filter((each) => each.includes("tensorflow")) : [],
      ),
    ).toEqual([]);
  });

  it("the mathematics imports nothing of Effect but Schema, no Node, no clock, no Math.random", () => {
    expect(
      offences(({ package: name, path, imports, text }) => {
        if (!pure.includes(name)) return [];
        const effect = imports.filter(
          (each) => each.split("/")[0] === "effect" && !schemaModules.includes(each),
        );
        const node = imports.filter(
          (each) => each.startsWith("node:") && !mayTouchFiles.some((folder) => path.startsWith(folder)),
        );
        const hidden = text.match(/Math\.random|Date\.now|new Date\(|performance\.now|process\./g) ?? [];
        return [...effect, ...node, ...hidden];
      }),
    ).toEqual([]);
  });

  it("no algorithm is registered by being imported, none is exported in bulk", () => {
    expect(offences(({ text }) => text.match(/^export \*.*$|^import ["'].*$/gm) ?? [])).toEqual([]);
  });

  it("one algorithm is one file, one catalog row and one export line", () => {
    const folders = [
      "layers",
      "losses",
      "activations",
      "datasets",
      "engines",
      "initializers",
      "optimizers",
      "schedules",
      "samplers",
      "checks",
      "steps",
    ];
    const algorithms = sources.filter(
      ({ path }) => folders.includes(basename(dirname(path))) && basename(path) !== "catalog.ts",
    );
    expect(algorithms.length).toBeGreaterThan(30);
    for (const { package: name, path } of algorithms) {
      const importers = sources.filter(
        (source) =>
          source.package === name &&
          source.imports.some(
            (each) => each.startsWith(".") && resolve(dirname(source.path), each) === resolve(path),
          ),
      );
      const names = importers.map((source) => basename(source.path));
      const isRow = names.includes("catalog.ts");
      // a file beside the rows that is none of them must be used by one
      if (!isRow) expect(importers.length, path).toBeGreaterThan(0);
      else expect(names, path).toContain("index.ts");
    }
  });

  it("names say what is in a file, and a reader finishes it in one sitting", () => {
    const empty = /^(utils?|helpers?|common|misc|types|base|manager)(\.tsx?)?$/i;
    expect(offences(({ path }) => path.split(/[\\/]/).filter((part) => empty.test(part)))).toEqual([]);
    expect(
      offences(({ text }) => (text.split("\n").length > 300 ? [`${text.split("\n").length} lines`] : [])),
    ).toEqual([]);
  });
});

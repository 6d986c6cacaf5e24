import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCodeDigests } from "@attune/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let folder = "";
const write = (path: string, text: string) => writeFileSync(join(folder, path), text);

/** A new process reads the files anew: so does a new set of digests. */
const digest = async (module = "step.ts") =>
  (await makeCodeDigests(folder)({ rows: [], module: join(folder, module) })).digest;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attune-code-"));
  write("package.json", '{ "name": "@attune/x", "sideEffects": false }');
  write("package-lock.json", '{ "packages": { "node_modules/dep": { "integrity": "sha512-one" } } }');
  mkdirSync(join(folder, "node_modules/dep"), { recursive: true });
  write(
    "node_modules/dep/package.json",
    '{ "name": "dep", "version": "1.0.0", "main": "index.js", "type": "module" }',
  );
  write("node_modules/dep/index.js", "export const dep = 1;");
  write("helper.ts", "export const used = (n: number) => n * 2;\nexport const unused = () => 3;\n");
  write("catalog.ts", 'import { other } from "./other.ts";\nexport const catalog = { other };\n');
  write("other.ts", "export const other = 4;\n");
  write(
    "step.ts",
    'import { dep } from "dep";\nimport { used } from "./helper.ts";\nimport { catalog } from "./catalog.ts";\nexport default { run: () => [used(dep), catalog] };\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the code digest", () => {
  const changes: ReadonlyArray<readonly [string, boolean, () => void]> = [
    ["nothing", false, () => undefined],
    [
      "a comment",
      false,
      () =>
        write(
          "helper.ts",
          "// twice\nexport const used = (n: number) => n * 2;\nexport const unused = () => 3;\n",
        ),
    ],
    [
      "white space and line ends",
      false,
      () =>
        write(
          "helper.ts",
          "export const used = (n: number) =>\r\n    n * 2;\r\nexport const unused = () => 3;\r\n",
        ),
    ],
    [
      "an export that is not used",
      false,
      () => write("helper.ts", "export const used = (n: number) => n * 2;\nexport const unused = () => 5;\n"),
    ],
    ["a new algorithm in the catalog", false, () => write("other.ts", "export const other = 5;\n")],
    ["a helper", true, () => write("helper.ts", "export const used = (n: number) => n * 3;\n")],
    [
      "the step itself",
      true,
      () =>
        write(
          "step.ts",
          'import { dep } from "dep";\nimport { used } from "./helper.ts";\nexport default { run: () => used(dep) + 1 };\n',
        ),
    ],
    [
      "the locked version of a package",
      true,
      () =>
        write("package-lock.json", '{ "packages": { "node_modules/dep": { "integrity": "sha512-two" } } }'),
    ],
    [
      "a package's files, its lock as before",
      false,
      () => write("node_modules/dep/index.js", "export const dep = 2;"),
    ],
  ];
  it.each(changes)("%s: changed %s", async (_, changed, change) => {
    const before = await digest();
    change();
    expect((await digest()) !== before).toBe(changed);
  });

  it("a catalog of the user's own is a file like any other", async () => {
    write("package.json", '{ "name": "mine", "sideEffects": false }');
    const before = await digest();
    write("other.ts", "export const other = 5;\n");
    expect(await digest()).not.toBe(before);
  });

  it("does not depend on where the repository lies", async () => {
    const before = await digest();
    const first = folder;
    folder = mkdtempSync(join(tmpdir(), "attune-elsewhere-"));
    cpSync(first, folder, { recursive: true });
    rmSync(first, { recursive: true });
    expect(await digest()).toBe(before);
  });
});

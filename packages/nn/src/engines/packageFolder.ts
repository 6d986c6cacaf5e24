import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { cwd } from "node:process";
import { fileURLToPath } from "node:url";

/** Where a person may have installed a package: the current folder's, or this package's own. */
const homes = (): ReadonlyArray<string> => [cwd(), fileURLToPath(new URL(".", import.meta.url))];

/** The folder of an installed package, looked for from each of the folders in turn as Node does. */
export const packageFolder = (name: string, folders: ReadonlyArray<string> = homes()): string | undefined => {
  for (const folder of folders) {
    for (const place of createRequire(resolve(folder, "x.js")).resolve.paths(name) ?? []) {
      if (existsSync(join(place, name, "package.json"))) return join(place, name);
    }
  }
  return undefined;
};

/** The folder and those that it lies in, the nearest first. */
export const foldersUp = (folder: string): ReadonlyArray<string> =>
  dirname(folder) === folder ? [folder] : [folder, ...foldersUp(dirname(folder))];

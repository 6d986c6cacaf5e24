/** The command on a copy of the repository whose sources may be edited. */
import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { attune, root, temporaryFolder } from "./attune.ts";

/** A copy of the repository whose sources may be edited; its dependencies are the repository's. */
export const checkout = (): string => {
  const folder = temporaryFolder();
  for (const part of ["packages", "experiments", "package.json", "package-lock.json", "nx.json"]) {
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !/node_modules|\.attune/.test(path),
    });
  }
  mkdirSync(join(folder, "node_modules/@attune"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name !== "@attune" && !name.startsWith("."))
      symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  for (const name of readdirSync(join(root, "packages")))
    symlinkSync(join(folder, "packages", name), join(folder, "node_modules/@attune", name));
  return folder;
};

export const inCheckout = (folder: string, ...args: ReadonlyArray<string>) =>
  attune(args, {
    cwd: folder,
    bin: join(folder, "packages/cli/bin/attune.js"),
    env: { ATTUNE_IMAGE: "off" }, // none is made in the background of a folder that will be gone
  });

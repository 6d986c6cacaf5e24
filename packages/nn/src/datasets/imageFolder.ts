/** PNG files in folders, one folder a class. */
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { DataProblem } from "../Dataset.ts";
import { distinctCells } from "./Table.ts";

export interface ImageFile {
  /** As the user would write it, for messages. */
  readonly file: string;
  readonly label: number;
  readonly bytes: Uint8Array;
}

export interface ImageFolder {
  /** Names of the classes, sorted; by value if all are numbers. */
  readonly names: ReadonlyArray<string>;
  /** By class, then by name. */
  readonly files: ReadonlyArray<ImageFile>;
}

/** What is in a folder but for dot files; undefined where it is none. */
const namesIn = async (folder: string): Promise<ReadonlyArray<string> | undefined> => {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith(".")).sort();
  } catch {
    return undefined;
  }
};

/** Reads every file. Dot files are left out; what is neither a folder of PNG files nor in one is a problem. */
export const readImageFolder = async (
  path: string,
  directory: string,
): Promise<ImageFolder | DataProblem> => {
  const problem = (file: string, text: string, remedy: string): DataProblem => ({
    problem: `${file}: ${text}`,
    path: ["path"],
    remedy,
  });
  const root = resolve(directory, path);
  const folders = await namesIn(root);
  if (folders === undefined) {
    return problem(path, "there is no such folder", `paths are relative to ${directory}`);
  }
  const names = distinctCells(folders);
  if (names.length === 0) return problem(path, "the folder is empty", "it needs a folder for each class");
  const files: Array<ImageFile> = [];
  for (const [label, name] of names.entries()) {
    const images = await namesIn(join(root, name));
    if (images === undefined)
      return problem(`${path}/${name}`, "expected a folder of one class", "move it away");
    if (images.length === 0)
      return problem(`${path}/${name}`, "the class has no images", "remove the folder");
    for (const image of images) {
      const file = `${path}/${name}/${image}`;
      if (!/\.png$/i.test(image))
        return problem(file, "expected a file name.png", "convert it or move it away");
      files.push({ file, label, bytes: await readFile(join(root, name, image)) });
    }
  }
  return { names, files };
};

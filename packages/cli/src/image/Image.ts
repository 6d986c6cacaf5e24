/**
 * The image of the command: its modules bundled and loaded, as a snapshot of V8's heap. A process that starts from it
 * skips the loading of a thousand modules. It holds the sources as they were when it was made, so it is used only while
 * every one of them has the same bytes, and the packages, Node and the processor are the same.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedDataVersionTag } from "node:v8";
import { crc32 } from "node:zlib";

/** The folder that has `packages` and `node_modules`. */
export const home = fileURLToPath(new URL("../../../../", import.meta.url));

export const imageFolder = join(home, "node_modules", ".cache", "attune", "image");

/** Says which image is in use: `image.json`. */
export interface Manifest {
  /** Sources that the image holds, and the locks of the packages, from `home`. */
  readonly files: ReadonlyArray<string>;
  /** `contentOf` them when it was made: the name of its file. */
  readonly key: string;
  /** `statusOf` them. */
  readonly status: string;
  /** `checksumOf` its file: V8 would start from a damaged one, and crash. null where none could be made. */
  readonly checksum: number | null;
}

export const manifestPath = join(imageFolder, "image.json");

export const imagePath = (key: string): string => join(imageFolder, `${key}.blob`);

/** What the packages from npm are told by: their versions as locked, and as installed. */
const locks = ["package-lock.json", join("node_modules", ".package-lock.json")];

/** Every file that the image may hold, and the locks. */
export const listSources = (): ReadonlyArray<string> => {
  const packages = readdirSync(join(home, "packages")).map((name) => join("packages", name, "src"));
  const sources = packages.flatMap((folder) =>
    readdirSync(join(home, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  );
  return [...sources, ...locks].filter((path) =>
    statSync(join(home, path), { throwIfNoEntry: false })?.isFile(),
  );
};

const newHash = () =>
  createHash("sha256").update(`${process.version} ${process.arch} ${cachedDataVersionTag()} ${home}`);

/** sha256 of the files' bytes, and of the Node that is to load them. Throws where a file is gone. */
export const contentOf = (files: ReadonlyArray<string>): string => {
  const hash = newHash();
  for (const file of files) {
    const bytes = readFileSync(join(home, file));
    hash.update(`\n${file} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
};

/**
 * The same of what the file system says of them, which takes a fifth of the time: whoever writes to a file or puts
 * another in its place changes the time of its status, and cannot set it back.
 */
export const statusOf = (files: ReadonlyArray<string>): string => {
  const status = files.map((file) => {
    const { ctimeMs, size, ino } = statSync(join(home, file));
    return `${file} ${ctimeMs} ${size} ${ino}`;
  });
  return newHash().update(status.join("\n")).digest("hex");
};

/** CRC-32 of a file's bytes: a hundredth of a second for an image. */
export const checksumOf = (path: string): number => crc32(readFileSync(path));

/** The file of the image that is right for the sources as they are; undefined where there is none. */
export const findImage = (): string | undefined => {
  try {
    const { files, key, status, checksum }: Manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
    const path = imagePath(key);
    const right = statusOf(files) === status || contentOf(files) === key;
    return right && checksumOf(path) === checksum ? path : undefined;
  } catch {
    return undefined; // none was made yet, or a source is gone
  }
};

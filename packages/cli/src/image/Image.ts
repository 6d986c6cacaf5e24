/**
 * The image of the command: its modules bundled and loaded, as a snapshot of V8's heap. A process that starts from it
 * skips the loading of a thousand modules. It holds the sources as they were when it was made, so it is used only while
 * every one of them has the same bytes, and the packages, Node and the processor are the same.
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
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
  /** `checksumOf` its file: V8 dies of a damaged one, or runs it. */
  readonly checksum?: number;
  /** Milliseconds since 1970, where none could be made of these sources. */
  readonly failedAt?: number;
}

export const manifestPath = join(imageFolder, "image.json");

export const imagePath = (key: string): string => join(imageFolder, `${key}.blob`);

/** What the packages from npm are told by: their versions as locked, and as installed. */
const locks = ["package-lock.json", join("node_modules", ".package-lock.json")];

/** Every file that the image may hold, what says which of a package's files are imported, and the locks. */
export const listSources = (): ReadonlyArray<string> => {
  const packages = readdirSync(join(home, "packages")).map((name) => join("packages", name));
  const sources = packages.flatMap((folder) => [
    join(folder, "package.json"),
    ...readdirSync(join(home, folder, "src"), { recursive: true, encoding: "utf8" }).map((path) =>
      join(folder, "src", path),
    ),
  ]);
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

/** CRC-32 of a file, in pieces: an image of 15 MB takes 4 ms. */
export const checksumOf = (path: string): number => {
  const buffer = Buffer.allocUnsafe(2 ** 16);
  const file = openSync(path, "r");
  try {
    let checksum = 0;
    while (true) {
      const length = readSync(file, buffer, 0, buffer.length, null);
      if (length === 0) return checksum;
      checksum = crc32(buffer.subarray(0, length), checksum);
    }
  } finally {
    closeSync(file);
  }
};

export const readManifest = (): Manifest => JSON.parse(readFileSync(manifestPath, "utf8"));

/** In one go: another process reads the old one, or this one. */
export const writeManifest = (manifest: Manifest): void => {
  const temporary = `${manifestPath}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(manifest));
  renameSync(temporary, manifestPath);
};

/** Files that were touched, or checked out again, with the bytes that they had: the next process need not read them. */
const keepStatus = (manifest: Manifest, status: string): void => {
  try {
    writeManifest({ ...manifest, status });
  } catch {
    // a folder that cannot be written to
  }
};

/** What was made of the sources as they are. Throws where nothing was, or a source is gone. */
export const currentManifest = (): Manifest | undefined => {
  const manifest = readManifest();
  const status = statusOf(manifest.files);
  if (status === manifest.status) return manifest;
  if (contentOf(manifest.files) !== manifest.key) return undefined;
  keepStatus(manifest, status);
  return manifest;
};

/** The file of the image that is right for the sources as they are; undefined where there is none. */
export const findImage = (): string | undefined => {
  try {
    const manifest = currentManifest();
    const path = manifest && imagePath(manifest.key);
    return path !== undefined && checksumOf(path) === manifest?.checksum ? path : undefined;
  } catch {
    return undefined; // none was made yet, or a source is gone
  }
};

/** The image that this process started from; undefined of one that runs the sources. */
export const ownImage = (): string | undefined => {
  const [flag, image] = process.execArgv;
  return flag === "--snapshot-blob" ? image : undefined;
};

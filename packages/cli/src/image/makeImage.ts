/**
 * Makes the image for the sources as they are, unless it is there or another process makes it. Started in the
 * background: it says nothing, and without an image the sources run.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  checksumOf,
  contentOf,
  findImage,
  home,
  imageFolder,
  imagePath,
  listSources,
  type Manifest,
  manifestPath,
  statusOf,
} from "./Image.ts";

/** Another process that has taken longer has died. */
const LONGEST_MILLIS = 60_000;

const hasFailed = (): boolean => {
  if (!existsSync(manifestPath)) return false;
  const { files, key, checksum }: Manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
  return checksum === null && files.every((file) => existsSync(join(home, file))) && contentOf(files) === key;
};

const lock = join(imageFolder, "lock");

/** Whether it is this process that makes the image. */
const takesLock = (): boolean => {
  mkdirSync(imageFolder, { recursive: true });
  try {
    mkdirSync(lock);
    return true;
  } catch {
    if (Date.now() - statSync(lock).mtimeMs > LONGEST_MILLIS) rmSync(lock, { recursive: true, force: true });
    return false;
  }
};

/** Throws where Node ends otherwise than it should, and publishes that there is no image of these sources. */
const runNode = (publish: (checksum: null) => void, ...args: ReadonlyArray<string>): void => {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status === 0) return;
  publish(null);
  throw new Error(stderr);
};

const make = async (): Promise<void> => {
  // loaded only by the process that makes it
  const { hookTsx } = await import("@attune/core");
  hookTsx(); // the report's pages are .tsx
  const { bundleImage } = await import("./bundleImage.ts");
  const files = listSources();
  const status = statusOf(files);
  const script = await bundleImage();
  const key = contentOf(files);
  const publish = (checksum: number | null) => {
    const manifest: Manifest = { files, key, status, checksum };
    writeFileSync(join(lock, "image.json"), JSON.stringify(manifest));
    renameSync(join(lock, "image.json"), manifestPath);
  };
  const [scriptPath, blob] = [join(lock, "image.cjs"), join(lock, "image.blob")];
  writeFileSync(scriptPath, script);
  runNode(publish, "--no-warnings", "--snapshot-blob", blob, "--build-snapshot", scriptPath);
  runNode(publish, "--snapshot-blob", blob, "attune", "--version");
  if (statusOf(files) !== status) return; // a source changed meanwhile, and nobody knows which text was read
  const checksum = checksumOf(blob);
  renameSync(blob, imagePath(key));
  publish(checksum);
  for (const name of readdirSync(imageFolder)) {
    const isOld = /\.(blob|digests)$/.test(name) && !name.startsWith(key);
    if (isOld) rmSync(join(imageFolder, name), { recursive: true, force: true });
  }
};

if (findImage() === undefined && !hasFailed() && takesLock()) {
  try {
    await make();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

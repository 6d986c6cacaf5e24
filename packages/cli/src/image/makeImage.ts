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
  contentOf,
  findImage,
  home,
  imageFolder,
  imagePath,
  listSources,
  type Manifest,
  manifestPath,
  stampOf,
  statusOf,
} from "./Image.ts";

/** Another process that has taken longer has died. */
const LONGEST_MILLIS = 60_000;

/** In place of a stamp: of these sources none can be made. */
const FAILED = "failed";

const hasFailed = (): boolean => {
  if (!existsSync(manifestPath)) return false;
  const { files, key, stamp }: Manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
  return stamp === FAILED && files.every((file) => existsSync(join(home, file))) && contentOf(files) === key;
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

const make = async (): Promise<void> => {
  // loaded only by the process that makes it
  const { hookTsx } = await import("@attune/core");
  hookTsx(); // the report's pages are .tsx
  const { bundleImage } = await import("./bundleImage.ts");
  const files = listSources();
  const status = statusOf(files);
  const script = await bundleImage();
  const key = contentOf(files);
  const publish = (stamp: string) => {
    const manifest: Manifest = { files, key, status, stamp };
    writeFileSync(join(lock, "image.json"), JSON.stringify(manifest));
    renameSync(join(lock, "image.json"), manifestPath);
  };
  const [scriptPath, blob] = [join(lock, "image.cjs"), join(lock, "image.blob")];
  writeFileSync(scriptPath, script);
  const built = spawnSync(
    process.execPath,
    ["--no-warnings", "--snapshot-blob", blob, "--build-snapshot", scriptPath],
    { encoding: "utf8" },
  );
  if (built.status !== 0) {
    publish(FAILED);
    throw new Error(built.stderr);
  }
  if (statusOf(files) !== status) return; // a source changed meanwhile, and nobody knows which text was read
  const stamp = stampOf(blob);
  renameSync(blob, imagePath(key));
  publish(stamp);
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

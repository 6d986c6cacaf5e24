/**
 * Makes the image for the sources as they are, unless it is there or another process makes it. Started in the
 * background: it says nothing, and without an image the sources run.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  findImage,
  imageFolder,
  imageKey,
  imagePath,
  type Manifest,
  manifestPath,
  stampOf,
} from "./Image.ts";

/** Another process that has taken longer has died. */
const LONGEST_MILLIS = 60_000;

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
  const { bundleImage } = await import("./bundleImage.ts"); // loads esbuild, which only this process needs
  const { script, files } = await bundleImage();
  const key = imageKey(files);
  const [scriptPath, blob] = [join(lock, "image.cjs"), join(lock, "image.blob")];
  writeFileSync(scriptPath, script);
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--no-warnings", "--snapshot-blob", blob, "--build-snapshot", scriptPath],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  if (imageKey(files) !== key) return; // a source changed meanwhile, and nobody knows which text was read
  const manifest: Manifest = { files, key, stamp: stampOf(blob) };
  renameSync(blob, imagePath(key));
  writeFileSync(join(lock, "image.json"), JSON.stringify(manifest));
  renameSync(join(lock, "image.json"), manifestPath);
  for (const name of readdirSync(imageFolder)) {
    const isOld = /\.(blob|digests)$/.test(name) && !name.startsWith(key);
    if (isOld) rmSync(join(imageFolder, name), { recursive: true, force: true });
  }
};

if (findImage() === undefined && takesLock()) {
  try {
    await make();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

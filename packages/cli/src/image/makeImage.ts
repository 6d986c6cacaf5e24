/**
 * Makes the image for the sources as they are, unless it is there or another process makes it. Started in the
 * background: it says nothing, and without an image the sources run.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { heldKeys } from "./holdImage.ts";
import {
  checksumOf,
  contentOf,
  currentManifest,
  findImage,
  home,
  imageFolder,
  imagePath,
  listSources,
  statusOf,
  writeManifest,
} from "./Image.ts";

/** Another process that has taken longer has died. */
const LONGEST_MILLIS = 60_000;

/** How long a failure is believed: it may have been the machine's, that had no memory or disk left. */
const FAILED_MILLIS = 3_600_000;

const hasFailed = (): boolean => {
  try {
    const failedAt = currentManifest()?.failedAt;
    return failedAt !== undefined && Math.abs(Date.now() - failedAt) < FAILED_MILLIS;
  } catch {
    return false; // nothing was made yet, or a source is gone
  }
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

/** Runs Node to its end. Throws what it said where it failed. */
const runNode = (...args: ReadonlyArray<string>): void => {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
};

/** Makes the image as a file, on the disk. Rejects where there is none to be had, or it does not start the command. */
const build = async (blob: string): Promise<void> => {
  // loaded only by the process that makes it
  const { hookTsx } = await import("@attune/core");
  hookTsx(); // the report's pages are .tsx
  const { bundleImage } = await import("./bundleImage.ts");
  const script = join(lock, "image.cjs");
  writeFileSync(script, await bundleImage());
  runNode("--no-warnings", "--snapshot-blob", blob, "--build-snapshot", script);
  runNode("--snapshot-blob", blob, join(home, "packages", "cli", "bin", "attune.js"), "--version");
  const file = openSync(blob, "r+");
  fsyncSync(file);
  closeSync(file);
};

/** Takes away the images, with what lies beside them, that no process needs any more. */
const removeOld = (key: string): void => {
  const names = readdirSync(imageFolder);
  const kept = new Set([...heldKeys(names), key]);
  for (const name of names) {
    const [, of] = /^([0-9a-f]+)\.(blob|digests)/.exec(name) ?? [];
    if (of !== undefined && !kept.has(of)) rmSync(join(imageFolder, name), { recursive: true, force: true });
  }
};

const make = async (): Promise<void> => {
  const files = listSources();
  const status = statusOf(files);
  const key = contentOf(files);
  const blob = join(lock, "image.blob");
  try {
    await build(blob);
  } catch (cause) {
    writeManifest({ files, key, status, failedAt: Date.now() });
    throw cause;
  }
  if (statusOf(files) !== status) return; // a source changed meanwhile, and nobody knows which text was read
  const checksum = checksumOf(blob);
  renameSync(blob, imagePath(key));
  writeManifest({ files, key, status, checksum });
  removeOld(key);
};

if (findImage() === undefined && !hasFailed() && takesLock()) {
  try {
    await make();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

import { spawn } from "node:child_process";
import { accessSync, constants, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findImage, home, imageFolder } from "./Image.ts";

const maker = fileURLToPath(new URL("./makeImage.ts", import.meta.url));

/** Where Node is told to do something else, or the environment asks for the sources: `ATTUNE_IMAGE=off`. */
const wantsSources = (): boolean =>
  process.platform === "win32" || // cannot replace a process
  process.execArgv.length > 0 ||
  process.env.NODE_OPTIONS !== undefined ||
  process.env.ATTUNE_TRACE !== undefined || // names lines of the sources
  process.env.ATTUNE_IMAGE === "off";

/** Whether there is a place for an image. */
const canMake = (): boolean => {
  try {
    mkdirSync(imageFolder, { recursive: true });
    accessSync(imageFolder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * Goes on as a process that starts from the image, and does not return; where there is no right image it returns, and
 * one is made in the background once this process has ended.
 */
export const startFromImage = (): void => {
  if (wantsSources()) return;
  const image = findImage();
  const [node, ...args] = process.argv;
  if (image !== undefined && node !== undefined) {
    process.execve?.(node, [node, "--snapshot-blob", image, ...args], process.env);
  }
  if (!canMake()) return;
  process.on("exit", () => {
    // not in the folder of the command, which may be gone before it has ended: esbuild would wait for ever
    spawn(process.execPath, [maker], { cwd: home, detached: true, stdio: "ignore" }).unref();
  });
};

import { rmSync, writeFileSync } from "node:fs";
import { ownImage } from "./Image.ts";

/** Says by a file beside it that this process needs the image that it started from: the workers that it may yet start do. */
export const holdImage = (): void => {
  const image = ownImage();
  if (image === undefined) return;
  const mark = `${image}.${process.pid}`;
  process.on("exit", () => rmSync(mark, { force: true }));
  try {
    writeFileSync(mark, "");
  } catch {
    // nor can another process write here, and take it away
  }
};

/** Of the files beside images the keys whose images some process holds. */
export const heldKeys = (names: ReadonlyArray<string>): ReadonlySet<string> => {
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch (cause) {
      return cause instanceof Error && "code" in cause && cause.code === "EPERM";
    }
  };
  const marks = names.map((name) => /^(.+)\.blob\.(\d+)$/.exec(name));
  return new Set(marks.flatMap((mark) => (mark && isAlive(Number(mark[2])) ? [mark[1]!] : [])));
};

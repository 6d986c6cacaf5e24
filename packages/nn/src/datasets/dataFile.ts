/** A file that the data's settings name. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import type { DataProblem } from "../Dataset.ts";

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  return code === "EISDIR" ? "this is a folder" : String(error);
};

/** Its bytes, unpacked where it is gzipped, whatever its name. `key` is where the settings name it. */
export const readDataFile = async (
  file: string,
  directory: string,
  key: string,
): Promise<Uint8Array | DataProblem> => {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(resolve(directory, file));
  } catch (error) {
    const remedy = `paths are relative to ${directory}`;
    return { problem: `${file}: ${reasonOf(error)}`, path: [key], remedy };
  }
  try {
    const { buffer, byteOffset, byteLength } = isGzip(bytes) ? gunzipSync(bytes) : bytes;
    return new Uint8Array(buffer, byteOffset, byteLength); // a Buffer's slice would be no copy
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `${file}: it starts as gzip, but does not unpack: ${why}`, path: [key] };
  }
};

/** sha256 of the parts one after another, in hexadecimal. */
export const digestOf = (...parts: ReadonlyArray<Uint8Array | string>): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

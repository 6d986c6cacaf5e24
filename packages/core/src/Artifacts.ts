/**
 * Blobs in files named by the sha256 of their bytes, `<folder>/ab/abcd…`. Writing is atomic (temporary name, then
 * rename); reading verifies the bytes. Used by the parent and by workers on the same folder.
 */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Blobs } from "./StepKind.ts";
import { sha256 } from "./sha256.ts";

export interface Artifacts extends Blobs {
  /** True where the blob is there and its bytes have their hash; a corrupt one is removed. */
  readonly verify: (hash: string) => boolean;
  readonly remove: (hash: string) => void;
}

export const openArtifacts = (folder: string): Artifacts => {
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);

  const read = (hash: string): Uint8Array => {
    const bytes = new Uint8Array(readFileSync(pathOf(hash))); // a copy of its own: Node's buffers share memory
    if (sha256(bytes) !== hash) throw new Error(`blob ${hash} is corrupt: its bytes have another sha256`);
    return bytes;
  };

  const write = (bytes: Uint8Array): string => {
    const hash = sha256(bytes);
    const path = pathOf(hash);
    if (existsSync(path)) return hash;
    mkdirSync(join(folder, hash.slice(0, 2)), { recursive: true });
    const temporary = `${path}.${randomUUID()}.part`;
    writeFileSync(temporary, bytes);
    renameSync(temporary, path);
    return hash;
  };

  const remove = (hash: string) => rmSync(pathOf(hash), { force: true });

  const verify = (hash: string): boolean => {
    if (!existsSync(pathOf(hash))) return false;
    if (sha256(readFileSync(pathOf(hash))) === hash) return true;
    remove(hash); // else `write` would take the corrupt file for the blob
    return false;
  };

  return { read, write, verify, remove };
};

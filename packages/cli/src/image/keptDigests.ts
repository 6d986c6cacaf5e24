/** Digests of code beside the image, of the sources that it holds. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CodeDigest, type KeptDigests, sha256 } from "@attune/core";
import { currentManifest, imagePath, ownImage } from "./Image.ts";

/** Where the digests of an image's sources lie. */
export const digestsFolder = (image: string): string => image.replace(/\.blob$/, ".digests");

/** Memory of a process that started from the image; undefined of one that runs the sources. */
export const keptDigests = (): KeptDigests | undefined => {
  const image = ownImage();
  if (image === undefined) return undefined;
  const folder = digestsFolder(image);
  const pathOf = (text: string) => join(folder, sha256(text));
  return {
    get: (text) => {
      try {
        const [checksum, kept = ""] = readFileSync(pathOf(text), "utf8").split("\n");
        if (sha256(kept) !== checksum) return undefined;
        const digest: CodeDigest = JSON.parse(kept); // as `keep` wrote it
        return digest;
      } catch {
        return undefined;
      }
    },
    keep: (text, digest) => {
      const kept = JSON.stringify(digest);
      const temporary = `${pathOf(text)}.${process.pid}`;
      try {
        const manifest = currentManifest();
        if (manifest === undefined || imagePath(manifest.key) !== image) return; // of sources that were edited since
        mkdirSync(folder, { recursive: true });
        writeFileSync(temporary, `${sha256(kept)}\n${kept}`);
        renameSync(temporary, pathOf(text));
      } catch {
        // a source is gone, or the folder cannot be written to: the next process computes it again
      }
    },
  };
};

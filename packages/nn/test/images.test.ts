import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as Schema from "effect/Schema";
import { encode } from "fast-png";
import { describe, expect, it, onTestFinished } from "vitest";
import * as nn from "../src/index.ts";

const png = (pixels: ReadonlyArray<number>, width = 2, channels = 1, depth: 8 | 16 = 8): Uint8Array => {
  const data = depth === 8 ? Uint8Array.from(pixels) : Uint16Array.from(pixels);
  return encode({ data, width, height: pixels.length / width / channels, channels, depth });
};

const folderOf = (files: Readonly<Record<string, Uint8Array>>): string => {
  const folder = mkdtempSync(join(tmpdir(), "attune-images-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(folder, "pictures", dirname(name)), { recursive: true });
    writeFileSync(join(folder, "pictures", name), bytes);
  }
  return folder;
};
const config = Schema.decodeUnknownSync(nn.DataConfig)({ uses: "images", path: "pictures" });
const describeFiles = (files: Readonly<Record<string, Uint8Array>>) =>
  nn.describeDataset(config, folderOf(files));

const grey = {
  "10/a.png": png([1, 2, 3, 4]),
  "9/b.png": png([5, 6, 7, 8]),
  "9/a.PNG": png([9, 10, 11, 12]),
  ".DS_Store": Uint8Array.of(1),
};

describe("images", () => {
  it("are classes by folder, sorted, as bytes", async () => {
    const folder = folderOf(grey);
    const description = {
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      examples: 3,
      featureShape: [2, 2, 1],
      target: { kind: "classes", count: 2 },
    };
    expect(await nn.describeDataset(config, folder)).toEqual(description);
    expect(await nn.loadDataset(config, folder)).toEqual({
      examples: 3,
      featureShape: [2, 2, 1],
      features: Uint8Array.of(9, 10, 11, 12, 5, 6, 7, 8, 1, 2, 3, 4),
      scale: 1 / 255,
      target: { kind: "classes", labels: Int32Array.of(0, 0, 1), names: ["9", "10"] },
    });
  });

  it("a file that is cut off or has a changed byte is told by its name, before anything is loaded", async () => {
    const whole = png([5, 6, 7, 8]);
    for (let at = 8; at < whole.length; at++) {
      const flipped = Uint8Array.from(whole);
      flipped[at]! ^= 1;
      const description = await describeFiles({ ...grey, "9/b.png": flipped });
      expect([at, nn.isDataProblem(description) && description.problem]).toEqual([
        at,
        expect.stringContaining("9/b.png"),
      ]);
    }
    const description = await describeFiles({ ...grey, "9/b.png": whole.subarray(0, whole.length - 6) });
    expect(description).toMatchObject({ problem: expect.stringContaining("cut off or damaged") });
  });

  it("RGB has three channels, last", async () => {
    const folder = folderOf({ "a/x.png": png([1, 2, 3, 4, 5, 6], 2, 3) });
    const { features, featureShape } = await nn.loadDataset(config, folder);
    expect([[...features], featureShape]).toEqual([
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3],
    ]);
  });

  it("another pixel, name or class is another digest; another folder is not", async () => {
    const digest = async (files: Readonly<Record<string, Uint8Array>>) => {
      const described = await describeFiles(files);
      return nn.isDataProblem(described) ? described.problem : described.digest;
    };
    const { "9/b.png": moved, ...rest } = grey;
    const digests = await Promise.all([
      digest(grey),
      digest({ ...grey, "9/b.png": png([5, 6, 7, 9]) }),
      digest({ ...rest, "9/c.png": moved }),
      digest({ ...rest, "10/b.png": moved }),
    ]);
    expect(new Set(digests).size).toBe(4);
    expect(await digest(grey)).toBe(digests[0]);
  });

  it.each([
    [
      "another size",
      { "a/x.png": png([1, 2, 3, 4]), "b/y.png": png([1, 2, 3, 4, 5, 6]) },
      "pictures/b/y.png: expected 2 × 2 grey as pictures/a/x.png, received 2 × 3 grey",
    ],
    [
      "another kind of colour",
      { "a/x.png": png([1, 2]), "a/y.png": png([1, 2, 3, 4, 5, 6], 2, 3) },
      "pictures/a/y.png: expected 2 × 1 grey as pictures/a/x.png, received 2 × 1 RGB",
    ],
    [
      "16 bits",
      { "a/x.png": png([1, 2], 2, 1, 16) },
      "pictures/a/x.png: expected 8-bit grey or RGB, received 16-bit grey",
    ],
    [
      "transparency",
      { "a/x.png": png([1, 2, 3, 4], 1, 4) },
      "pictures/a/x.png: expected 8-bit grey or RGB, received 8-bit RGB with transparency",
    ],
    ["what is no PNG", { "a/x.png": Uint8Array.of(1) }, "pictures/a/x.png: expected a PNG file"],
    ["another name", { "a/x.jpg": Uint8Array.of(1) }, "pictures/a/x.jpg: expected a file name.png"],
    ["a file beside the classes", { "x.png": png([1, 2]) }, "pictures/x.png: expected a folder of one class"],
    ["an empty folder", { ".hidden": png([1, 2]) }, "pictures: the folder is empty"],
    ["an empty class", { "a/.hidden": png([1, 2]) }, "pictures/a: the class has no images"],
  ])("tells %s", async (_, files: Readonly<Record<string, Uint8Array>>, problem) => {
    expect(await describeFiles(files)).toMatchObject({ problem, path: ["path"] });
    await expect(nn.loadDataset(config, folderOf(files))).rejects.toThrow(problem);
  });

  it("tells a folder that is not there, and names the file whose pixels are broken", async () => {
    const folder = folderOf({ "a/x.png": png([1, 2, 3, 4]).fill(0, 45) });
    await expect(nn.loadDataset(config, folder)).rejects.toThrow("pictures/a/x.png: ");
    expect(await nn.describeDataset(config, join(folder, "pictures"))).toMatchObject({
      problem: "pictures: there is no such folder",
    });
  });
});

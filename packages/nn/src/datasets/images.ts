import { crc32 } from "node:zlib";
import * as Schema from "effect/Schema";
import { decode } from "fast-png";
import { type DataProblem, type Dataset, type DatasetKind, isDataProblem } from "../Dataset.ts";
import { digestOf } from "./dataFile.ts";
import { type ImageFile, type ImageFolder, readImageFolder } from "./imageFolder.ts";

const config = Schema.Struct({
  path: Schema.NonEmptyString.annotate({
    description: "Folder with a folder for each class, relative to the experiment's file.",
  }),
}).annotate({ description: "PNG images, class/name.png: 8-bit grey or RGB, all of one size." });

/** The last chunk's type, in ASCII. */
const IEND = 0x49454e44;

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const colours = new Map([
  [0, { name: "grey", channels: 1 }],
  [2, { name: "RGB", channels: 3 }],
  [3, { name: "a palette", channels: undefined }],
  [4, { name: "grey with transparency", channels: undefined }],
  [6, { name: "RGB with transparency", channels: undefined }],
]);

/** Whether its chunks (length, type, data, CRC-32) follow one another up to IEND: https://www.w3.org/TR/png-3/#5Chunk-layout */
const isWhole = (bytes: Uint8Array, view: DataView): boolean => {
  for (let at = signature.length; at + 12 <= bytes.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length || crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) return false;
    if (view.getUint32(at + 4) === IEND) return true;
    at = end + 4;
  }
  return false;
};

/** [height, width, channels] from the first chunk, IHDR: https://www.w3.org/TR/png-3/#11IHDR */
const shapeOf = ({ file, bytes }: ImageFile): ReadonlyArray<number> | DataProblem => {
  const problem = (text: string): DataProblem => ({ problem: `${file}: expected ${text}`, path: ["path"] });
  if (bytes.length < 33 || signature.some((byte, at) => bytes[at] !== byte)) return problem("a PNG file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const depth = bytes[24]!;
  const colour = colours.get(bytes[25]!);
  if (depth !== 8 || colour?.channels === undefined) {
    return problem(`8-bit grey or RGB, received ${depth}-bit ${colour?.name ?? "colour of an unknown type"}`);
  }
  if (!isWhole(bytes, view)) return problem("a whole PNG file, received one that is cut off or damaged");
  return [view.getUint32(20), view.getUint32(16), colour.channels];
};

const sizeText = (shape: ReadonlyArray<number>): string =>
  `${shape[1]} × ${shape[0]} ${shape[2] === 1 ? "grey" : "RGB"}`;

/** The shape that all images have. */
const commonShape = ({ files }: ImageFolder): ReadonlyArray<number> | DataProblem => {
  const first = shapeOf(files[0]!);
  if (isDataProblem(first)) return first;
  for (const image of files) {
    const shape = shapeOf(image);
    if (isDataProblem(shape)) return shape;
    if (shape.some((length, axis) => length !== first[axis])) {
      const problem = `${image.file}: expected ${sizeText(first)} as ${files[0]!.file}, received ${sizeText(shape)}`;
      return { problem, path: ["path"] };
    }
  }
  return first;
};

const decodeInto = (features: Uint8Array, { file, bytes }: ImageFile, at: number, size: number): void => {
  try {
    features.set(decode(bytes, { checkCrc: true }).data, at * size);
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
};

/** The description looks at each file's header and checksums. The digest is of the names and the files. */
export const images: DatasetKind<typeof config.Type> & { readonly config: typeof config } = {
  config,
  async describe({ path }, directory) {
    const folder = await readImageFolder(path, directory);
    if (isDataProblem(folder)) return folder;
    const featureShape = commonShape(folder);
    if ("problem" in featureShape) return featureShape;
    const { files, names } = folder;
    return {
      digest: digestOf(
        JSON.stringify(files.map(({ file, bytes }) => [file.slice(path.length), digestOf(bytes)])),
      ),
      examples: files.length,
      featureShape,
      target: { kind: "classes", count: names.length },
    };
  },
  async load({ path }, directory): Promise<Dataset> {
    const folder = await readImageFolder(path, directory);
    const featureShape = isDataProblem(folder) ? folder : commonShape(folder);
    if (isDataProblem(folder)) throw new Error(folder.problem);
    if ("problem" in featureShape) throw new Error(featureShape.problem);
    const { files, names } = folder;
    const size = featureShape.reduce((product, length) => product * length, 1);
    const features = new Uint8Array(files.length * size);
    for (const [at, file] of files.entries()) decodeInto(features, file, at, size);
    const labels = Int32Array.from(files, ({ label }) => label);
    return {
      examples: files.length,
      featureShape,
      features,
      scale: 1 / 255,
      target: { kind: "classes", labels, names },
    };
  },
};

/** PNG of a palette, as a data URI: pictures of few colours in few bytes (PNG specification, sections 5, 10 and 11). */
import { crc32, deflateSync } from "node:zlib";

export interface IndexedPicture {
  readonly width: number;
  readonly height: number;
  /** Row by row, places in the palette. */
  readonly pixels: Uint8Array;
  /** At most 256 colours, each red, green and blue, 0 to 255. */
  readonly palette: ReadonlyArray<readonly [number, number, number]>;
  /** The place in the palette that is not drawn. */
  readonly transparent?: number;
}

const chunk = (name: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
};

const headerOf = ({ width, height }: IndexedPicture, depth: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  header[9] = 3; // indices of a palette
  return header;
};

/** Each row begins with its filter: 0, none. Of four bits, two pixels are a byte. */
const rowsOf = ({ width, height, pixels }: IndexedPicture, depth: number): Buffer => {
  const each = depth === 4 ? 2 : 1;
  const length = 1 + Math.ceil(width / each);
  const bytes = Buffer.alloc(length * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const shift = depth === 4 && column % 2 === 0 ? 4 : 0;
      bytes[row * length + 1 + Math.floor(column / each)]! |= pixels[row * width + column]! << shift;
    }
  return bytes;
};

export const indexedPng = (picture: IndexedPicture): string => {
  const { palette, transparent } = picture;
  const depth = palette.length <= 16 ? 4 : 8;
  const alphas = palette.map((_, place) => (place === transparent ? 0 : 255));
  const bytes = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", headerOf(picture, depth)),
    chunk("PLTE", Uint8Array.from(palette.flat())),
    ...(transparent === undefined ? [] : [chunk("tRNS", Uint8Array.from(alphas))]),
    chunk("IDAT", deflateSync(rowsOf(picture, depth), { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ]);
  return `data:image/png;base64,${bytes.toString("base64")}`;
};

/** @jsxImportSource preact */
/** The first layer's filters as pictures, before the first update and after the last, each with its own contrast. */
import { indexedPng } from "../page/indexedPng.ts";
import type { FilterPictures } from "../Watch.ts";
import { Plot, px } from "./Plot.tsx";
import { fill } from "./paint.ts";

export interface FiltersProps {
  /** Unique on the page. */
  readonly id: string;
  readonly first: FilterPictures;
  readonly last: FilterPictures;
  /** When `last` was taken: `epoch 10`. */
  readonly after: string;
}

type Colour = readonly [number, number, number];

const GREYS = 15;
const STEPS = 6;

const steps = (count: number) =>
  Array.from({ length: count }, (_, at) => Math.round((255 * at) / (count - 1)));

/** Colours, and in the last place the gap between pictures. */
const greys: ReadonlyArray<Colour> = [...steps(GREYS).map((grey) => [grey, grey, grey] as const), [0, 0, 0]];
const cube: ReadonlyArray<Colour> = [
  ...steps(STEPS).flatMap((red) =>
    steps(STEPS).flatMap((green) => steps(STEPS).map((blue) => [red, green, blue] as const)),
  ),
  [0, 0, 0],
];

const levelOf = (value: number, levels: number) => Math.round(((value + 127) / 254) * (levels - 1));

/** Of three channels a colour, of any other number the first channel. */
const placeOf = (values: Int8Array, at: number, channels: number): number => {
  const level = (channel: number, levels: number) =>
    levelOf(Math.max(-127, values[at + channel] ?? 0), levels);
  return channels === 3
    ? (level(0, STEPS) * STEPS + level(1, STEPS)) * STEPS + level(2, STEPS)
    : level(0, GREYS);
};

interface Sheet {
  readonly uri: string;
  readonly width: number;
  readonly height: number;
}

/** All filters on one sheet, a pixel apart. */
const sheetOf = ({ height, width, channels, count, values }: FilterPictures): Sheet => {
  const bytes = Buffer.from(values, "base64");
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const columns = Math.ceil(Math.sqrt(count));
  const across = columns * (width + 1) - 1;
  const down = Math.ceil(count / columns) * (height + 1) - 1;
  const palette = channels === 3 ? cube : greys;
  const pixels = new Uint8Array(across * down).fill(palette.length - 1);
  for (let unit = 0; unit < count; unit++)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const y = Math.floor(unit / columns) * (height + 1) + row;
        const x = (unit % columns) * (width + 1) + column;
        const at = ((unit * height + row) * width + column) * channels;
        pixels[y * across + x] = placeOf(weights, at, channels);
      }
  const uri = indexedPng({
    width: across,
    height: down,
    pixels,
    palette,
    transparent: palette.length - 1,
  });
  return { uri, width: across, height: down };
};

const width = 586;
const size = 260;
const top = 26;

export const FiltersChart = ({ id, first, last, after }: FiltersProps) => {
  const sheets = [
    { sheet: sheetOf(first), label: "before training", x: 16 },
    { sheet: sheetOf(last), label: `after ${after}`, x: width - 16 - size },
  ];
  const tallest = Math.max(
    ...sheets.map(({ sheet }) => (size * sheet.height) / Math.max(sheet.width, sheet.height)),
  );
  return (
    <Plot
      id={id}
      width={width}
      height={Math.ceil(top + tallest + 8)}
      title="First-layer filters"
      description={`${last.count} filters of ${last.height} × ${last.width}, before and after training.`}
    >
      {sheets.map(({ sheet, label, x }) => {
        const scale = size / Math.max(sheet.width, sheet.height);
        return (
          <g key={label}>
            <text {...fill("ink")} x={x} y={14} font-weight="600">
              {label}
            </text>
            <image
              href={sheet.uri}
              x={x}
              y={top}
              width={px(sheet.width * scale)}
              height={px(sheet.height * scale)}
              style="image-rendering:pixelated"
            />
          </g>
        );
      })}
    </Plot>
  );
};

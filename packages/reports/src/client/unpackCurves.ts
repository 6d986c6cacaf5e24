/** The curves of all trials as `charts/packedCurves.ts` packed them. */
export interface ClientData {
  readonly metric: string;
  readonly share: boolean;
  readonly frame: {
    readonly width: number;
    readonly height: number;
    readonly box: {
      readonly left: number;
      readonly right: number;
      readonly top: number;
      readonly bottom: number;
    };
    readonly epochs: readonly [number, number];
    readonly values: readonly [number, number];
  };
  /** Trials from the worst to the best. */
  readonly order: ReadonlyArray<number>;
  readonly curves: {
    readonly numbers: ReadonlyArray<number>;
    readonly epochs: ReadonlyArray<number>;
    readonly levels: string;
  };
}

export interface PlacedCurve {
  readonly trial: number;
  readonly points: ReadonlyArray<{
    readonly x: number;
    readonly y: number;
    readonly epoch: number;
    readonly value: number;
  }>;
}

const LEVELS = 65_000;
const NONE = 65_535;

const numbers = (text: string): ReadonlyArray<number> => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 2 }, (_, index) => view.getUint16(2 * index, true));
};

/** In the units of the picture; the best come last. */
export const unpackCurves = ({ frame, order, curves }: ClientData): ReadonlyArray<PlacedCurve> => {
  const levels = numbers(curves.levels);
  const { box, epochs: span, values } = frame;
  const place = (epoch: number, level: number) => {
    const part = level / LEVELS;
    return {
      epoch,
      value: values[0] + part * (values[1] - values[0]),
      x: box.left + ((epoch - span[0]) / (span[1] - span[0])) * (box.right - box.left),
      y: box.bottom - part * (box.bottom - box.top),
    };
  };
  const placed = curves.numbers.map((trial, index): PlacedCurve => {
    const points = curves.epochs.flatMap((epoch, column) => {
      const level = levels[index * curves.epochs.length + column] ?? NONE;
      return level === NONE ? [] : [place(epoch, level)];
    });
    return { trial, points };
  });
  const rank = new Map(order.map((trial, index) => [trial, index]));
  return placed.toSorted((a, b) => (rank.get(a.trial) ?? -1) - (rank.get(b.trial) ?? -1));
};

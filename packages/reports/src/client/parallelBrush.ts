/**
 * Brushes on the axes of the parallel coordinates, several at once: a trial must lie in all of them. By pointer, or by
 * keyboard: arrows move, Shift with arrows resizes, Escape clears. A click without a drag clears the axis.
 */
import type { Selection } from "./selection.ts";

interface Range {
  readonly from: number;
  readonly to: number;
}

interface Axis {
  readonly index: number;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly handle: SVGRectElement;
  readonly mark: SVGRectElement;
}

interface Line {
  readonly element: SVGPathElement;
  readonly trial: number;
  /** Its place on each axis. */
  readonly places: ReadonlyArray<number>;
}

const rectangle = (kind: string, attributes: Record<string, string | number>): SVGRectElement => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  element.setAttribute("class", kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
};

const makeAxis = (group: SVGGElement, index: number): Axis => {
  const { axis = "", x = "0", top = "0", bottom = "0" } = group.dataset;
  const at = { x: Number(x), top: Number(top), bottom: Number(bottom) };
  const mark = rectangle("brush", { x: at.x - 8, width: 16, y: at.top, height: 0, visibility: "hidden" });
  const handle = rectangle("handle", {
    x: at.x - 20,
    width: 40,
    y: at.top,
    height: at.bottom - at.top,
    tabindex: 0,
    role: "button",
    "aria-label": `Range of ${axis}: arrows move it, Shift and arrows resize it, Escape clears it`,
  });
  group.append(mark, handle);
  return { index, ...at, handle, mark };
};

const STEP = 12;

/** The range after a key; undefined clears it, null leaves it as it is. */
const moved = (
  range: Range | undefined,
  { key, shiftKey }: KeyboardEvent,
  axis: Axis,
): Range | undefined | null => {
  if (key === "Escape") return undefined;
  if (key !== "ArrowUp" && key !== "ArrowDown") return null;
  const third = (axis.bottom - axis.top) / 3;
  if (range === undefined) return { from: axis.top, to: axis.top + third };
  const by = key === "ArrowUp" ? -STEP : STEP;
  if (shiftKey) return { ...range, to: Math.min(axis.bottom, Math.max(range.from + STEP, range.to + by)) };
  const shift = Math.max(axis.top - range.from, Math.min(axis.bottom - range.to, by));
  return { from: range.from + shift, to: range.to + shift };
};

const onDrag = (
  axis: Axis,
  toY: (clientY: number) => number,
  set: (range: Range | undefined) => void,
): void => {
  let start: number | undefined;
  axis.handle.addEventListener("pointerdown", (event) => {
    start = toY(event.clientY);
    axis.handle.setPointerCapture(event.pointerId);
    set(undefined);
  });
  axis.handle.addEventListener("pointermove", (event) => {
    if (start === undefined) return;
    const end = Math.max(axis.top, Math.min(axis.bottom, toY(event.clientY)));
    if (Math.abs(end - start) > 3) set({ from: Math.min(start, end), to: Math.max(start, end) });
  });
  axis.handle.addEventListener("pointerup", () => {
    start = undefined;
  });
};

const linesOf = (svg: SVGSVGElement): ReadonlyArray<Line> =>
  [...svg.querySelectorAll<SVGPathElement>("path[data-trial]")].map((element) => ({
    element,
    trial: Number(element.dataset.trial),
    places: (element.dataset.y ?? "").split(" ").map(Number),
  }));

export const parallelBrush = (selection: Selection): void => {
  const svg = document.querySelector<SVGSVGElement>("[data-plot=parallel] svg");
  const status = document.getElementById("par-status");
  if (svg === null || status === null) return;
  const lines = linesOf(svg);
  const top = new Set(
    lines.filter(({ element }) => element.classList.contains("on")).map(({ trial }) => trial),
  );
  const axes = [...svg.querySelectorAll<SVGGElement>("[data-axis]")].map(makeAxis);
  const ranges = new Map<number, Range>();
  const show = (chosen: ReadonlySet<number>): void => {
    for (const { element, trial } of lines) element.classList.toggle("on", chosen.has(trial));
    status.textContent = `${chosen.size} of ${lines.length} trials selected`;
  };
  const drawMarks = (): void => {
    for (const { index, mark } of axes) {
      const range = ranges.get(index);
      mark.setAttribute("visibility", range ? "visible" : "hidden");
      if (range === undefined) continue;
      mark.setAttribute("y", String(range.from));
      mark.setAttribute("height", String(range.to - range.from));
    }
  };
  const brush = (index: number, range: Range | undefined): void => {
    if (range === undefined) ranges.delete(index);
    else ranges.set(index, range);
    drawMarks();
    const chosen = lines.filter(({ places }) =>
      [...ranges].every(([axis, { from, to }]) => (places[axis] ?? -1) >= from && (places[axis] ?? -1) <= to),
    );
    const trials = new Set(chosen.map(({ trial }) => trial));
    show(ranges.size === 0 ? top : trials);
    selection.choose(ranges.size === 0 ? undefined : trials);
  };
  const toY = (clientY: number): number => {
    const { top: above, height } = svg.getBoundingClientRect();
    return ((clientY - above) / height) * svg.viewBox.baseVal.height;
  };
  for (const axis of axes) {
    onDrag(axis, toY, (range) => brush(axis.index, range));
    axis.handle.addEventListener("keydown", (event) => {
      const range = moved(ranges.get(axis.index), event, axis);
      if (range === null) return;
      event.preventDefault();
      brush(axis.index, range);
    });
  }
  const reset = (trials: ReadonlySet<number>, chosen: ReadonlySet<number> | undefined): void => {
    ranges.clear();
    drawMarks();
    show(trials);
    selection.choose(chosen);
  };
  document.getElementById("par-top")?.addEventListener("click", () => reset(top, top));
  document
    .getElementById("par-clear")
    ?.addEventListener("click", () => reset(new Set(lines.map(({ trial }) => trial)), undefined));
};

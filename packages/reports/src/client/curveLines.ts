/** All learning curves on a canvas under the picture, and what lies under the pointer. */
import type { Selection, Trials } from "./selection.ts";
import { type ClientData, type PlacedCurve, unpackCurves } from "./unpackCurves.ts";

interface Canvas {
  readonly context: CanvasRenderingContext2D;
  readonly clear: () => void;
}

const color = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);

/** A canvas as sharp as the screen, in the units of the picture. */
const openCanvas = (plot: HTMLElement, { width, height }: ClientData["frame"]): Canvas | undefined => {
  const element = document.createElement("canvas");
  const scale = Math.min(3, devicePixelRatio * 1.5);
  element.width = width * scale;
  element.height = height * scale;
  const context = element.getContext("2d");
  if (context === null) return undefined;
  context.scale(scale, scale);
  plot.prepend(element);
  return { context, clear: () => context.clearRect(0, 0, width, height) };
};

const draw = (context: CanvasRenderingContext2D, { points }: PlacedCurve): void => {
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x, y);
  context.stroke();
};

const drawAll = (
  { context, clear }: Canvas,
  curves: ReadonlyArray<PlacedCurve>,
  chosen: Trials,
  hovered: PlacedCurve | undefined,
): void => {
  clear();
  context.lineWidth = 1;
  context.strokeStyle = color("mut");
  const faint = Math.max(0.12, Math.min(0.4, 30 / curves.length));
  for (const curve of curves) {
    context.globalAlpha = chosen === undefined || chosen.has(curve.trial) ? faint : 0.03;
    draw(context, curve);
  }
  if (hovered === undefined) return;
  context.globalAlpha = 1;
  context.lineWidth = 2.4;
  context.strokeStyle = color("fg");
  draw(context, hovered);
};

/** The curve nearest to the pointer at its epoch, within 14 units. */
const nearest = (curves: ReadonlyArray<PlacedCurve>, x: number, y: number) => {
  let best: { readonly curve: PlacedCurve; readonly point: PlacedCurve["points"][number] } | undefined;
  let distance = 14;
  for (const curve of curves)
    for (const point of curve.points) {
      const away = Math.abs(point.y - y);
      if (away >= distance || Math.abs(point.x - x) > 20) continue;
      best = { curve, point };
      distance = away;
    }
  return best;
};

const readData = (): ClientData | undefined => {
  const text = document.getElementById("attune-client")?.textContent;
  return text ? JSON.parse(text) : undefined;
};

/** The status line names the curve, or says how to find one. */
const statusText = ({ metric, share }: ClientData, found: ReturnType<typeof nearest>): string => {
  if (found === undefined) return "Point at a curve to read it.";
  const { epoch, value } = found.point;
  const shown = share ? `${(100 * value).toFixed(1)} %` : String(Number(value.toPrecision(4)));
  return `Trial ${found.curve.trial}, epoch ${epoch}: ${metric} ${shown}`;
};

const follow = (
  plot: HTMLElement,
  data: ClientData,
  curves: ReadonlyArray<PlacedCurve>,
  redraw: (hovered: PlacedCurve | undefined) => void,
): void => {
  const status = document.querySelector<HTMLElement>("[data-status=curves]");
  if (status === null) return;
  status.hidden = false;
  status.textContent = statusText(data, undefined);
  plot.addEventListener("pointermove", (event) => {
    const { left, top, width, height } = plot.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * data.frame.width;
    const y = ((event.clientY - top) / height) * data.frame.height;
    const found = nearest(curves, x, y);
    status.textContent = statusText(data, found);
    redraw(found?.curve);
  });
  plot.addEventListener("pointerleave", () => {
    status.textContent = statusText(data, undefined);
    redraw(undefined);
  });
};

const start = (plot: HTMLElement, data: ClientData, selection: Selection): void => {
  const canvas = openCanvas(plot, data.frame);
  if (canvas === undefined) return;
  const curves = unpackCurves(data);
  const redraw = (hovered?: PlacedCurve): void => drawAll(canvas, curves, selection.current(), hovered);
  // hidden, not removed: the picture keeps its height
  for (const still of plot.querySelectorAll<SVGElement>(".still")) still.style.visibility = "hidden";
  const caption = plot.closest("figure");
  for (const text of caption?.querySelectorAll<HTMLElement>(".still-text") ?? []) text.hidden = true;
  for (const text of caption?.querySelectorAll<HTMLElement>(".live-text") ?? []) text.hidden = false;
  redraw();
  follow(plot, data, curves, redraw);
  selection.subscribe(() => redraw());
  addEventListener("attune-theme", () => redraw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());
};

/** Waits until the picture comes near the window: unpacking costs time. */
export const curveLines = (selection: Selection): void => {
  const plot = document.querySelector<HTMLElement>("[data-plot=curves]");
  const data = readData();
  if (plot === null || data === undefined) return;
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      start(plot, data, selection);
    },
    { rootMargin: "400px" },
  );
  watch.observe(plot);
};

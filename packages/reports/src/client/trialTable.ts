/** Sorting and filtering of the table of trials. */
import type { Selection } from "./selection.ts";
import { type FilterRow, parseFilter } from "./trialFilter.ts";

interface Row {
  readonly element: HTMLTableRowElement;
  readonly trial: number;
  readonly filterable: FilterRow;
}

/** Numbers by size, the rest by letters; cells without a value come last in both directions. */
const order = (a: string, b: string, descending: boolean): number => {
  if (a === "" || b === "") return Number(a === "") - Number(b === "");
  const [x, y] = [Number(a), Number(b)];
  const up = Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
  return descending ? -up : up;
};

const sortableHeaders = (table: HTMLTableElement, rows: ReadonlyArray<Row>): void => {
  const headers = [...table.querySelectorAll<HTMLTableCellElement>("th[data-key]")];
  for (const header of headers) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const key = header.dataset.key ?? "";
      const descending = header.getAttribute("aria-sort") === "ascending";
      for (const other of headers) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const sorted = [...rows].sort((a, b) =>
        order(a.filterable.values[key] ?? "", b.filterable.values[key] ?? "", descending),
      );
      table.tBodies[0]?.append(...sorted.map(({ element }) => element));
    });
  }
};

export const trialTable = (selection: Selection): void => {
  const table = document.querySelector<HTMLTableElement>("table.trials");
  const input = document.querySelector<HTMLInputElement>("#filter");
  const count = document.getElementById("filter-count");
  if (table === null || input === null || count === null) return;
  const keys = [...table.querySelectorAll<HTMLTableCellElement>("th[data-key]")].map(
    (header) => header.dataset.key ?? "",
  );
  const rows = [...(table.tBodies[0]?.rows ?? [])].map(
    (element): Row => ({
      element,
      trial: Number(element.dataset.trial),
      filterable: {
        values: Object.fromEntries(
          keys.map((key, index) => [key, element.cells[index]?.dataset.value ?? ""]),
        ),
        text: element.textContent ?? "",
      },
    }),
  );
  const show = (): void => {
    const holds = parseFilter(input.value);
    const chosen = selection.current();
    let shown = 0;
    for (const { element, trial, filterable } of rows) {
      const visible = holds(filterable) && (chosen === undefined || chosen.has(trial));
      element.hidden = !visible;
      if (visible) shown += 1;
    }
    const brushed = chosen === undefined ? "" : `, ${chosen.size} selected above`;
    count.textContent = `${shown} of ${rows.length} trials${brushed}`;
  };
  sortableHeaders(table, rows);
  input.addEventListener("input", show);
  selection.subscribe(show);
};

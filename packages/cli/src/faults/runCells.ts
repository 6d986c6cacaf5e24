/** Cells of the fault suite in processes beside each other, one a core. */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Cell, Row } from "@attune/train";

/** Cells that stand together share data and checks. */
const TOGETHER = 8;

const worker = fileURLToPath(new URL("./worker.ts", import.meta.url));

const runPart = (cells: ReadonlyArray<Cell>, onRow: (row: Row) => void) =>
  new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, worker, JSON.stringify(cells)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    createInterface({ input: child.stdout }).on("line", (line) => onRow(JSON.parse(line)));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`a process of the fault suite ended with ${code}`)),
    );
  });

/** The rows in the order of the cells. */
export const runCells = async (
  cells: ReadonlyArray<Cell>,
  onRow: (done: number) => void,
): Promise<ReadonlyArray<Row>> => {
  const count = availableParallelism();
  const rows: Array<Row> = [];
  const parts = Array.from({ length: count }, (_, part) =>
    cells.filter((_, at) => Math.floor(at / TOGETHER) % count === part),
  );
  await Promise.all(
    parts.map((part) =>
      runPart(part, (row) => {
        rows.push(row);
        onRow(rows.length);
      }),
    ),
  );
  const nameOf = ({ subject, network, seed }: Cell) => `${subject} ${network} ${seed}`;
  const places = new Map(cells.map((cell, at) => [nameOf(cell), at]));
  return rows.toSorted((a, b) => places.get(nameOf(a.result))! - places.get(nameOf(b.result))!);
};

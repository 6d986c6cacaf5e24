/**
 * The body of a worker process: requests as lines of JSON on stdin, messages as lines on file descriptor 3, one step
 * at a time, until stdin ends. A thread looks whether the parent is there and ends the process where it is not, however
 * busy it is, so that no worker outlives its parent.
 */

import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { SHARE_ENV, Worker } from "node:worker_threads";
import * as Schema from "effect/Schema";
import { canonicalJson } from "./canonicalJson.ts";
import { makeMemo, runStep } from "./runStep.ts";
import type { StepKind } from "./StepKind.ts";
import { type EpochMessage, StepMessage, type StepRequest } from "./StepRunner.ts";

const check = Schema.decodeUnknownSync(StepMessage);

/** Writes all of it: a pipe that is full takes a part, or asks to come again. */
const writeLine = (text: string) => {
  let bytes = Buffer.from(`${text}\n`);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(3, bytes));
    } catch (cause) {
      if (!(cause instanceof Error && "code" in cause && cause.code === "EAGAIN")) throw cause;
    }
  }
};

/** Canonical, so that a number that JSON cannot hold is a mistake of the step. */
const send = (...messages: ReadonlyArray<StepMessage>) => writeLine(messages.map(canonicalJson).join("\n"));

/** Epochs that follow each other faster than this are told together. */
const TOGETHER_MILLIS = 50;

/** How often the parent is looked for. */
const WATCH_MILLIS = 100;

/** `parent` may have died before the thread starts. */
const watchParent = (parent: number) => {
  // its own event loop keeps turning while a step blocks the main one
  const code = `
    const parent = require("node:worker_threads").workerData;
    const isThere = () => {
      try {
        return process.ppid === parent && process.kill(parent, 0);
      } catch (cause) {
        return cause.code === "EPERM";
      }
    };
    setInterval(() => isThere() || process.kill(process.pid, "SIGKILL"), ${WATCH_MILLIS});
  `;
  new Worker(code, { eval: true, env: SHARE_ENV, workerData: parent }).unref();
};

export const serveSteps = async (kinds: Readonly<Record<string, StepKind>>): Promise<void> => {
  // Ctrl-C in a terminal reaches the whole group; the parent decides what ends
  process.on("SIGINT", () => undefined);
  const memo = makeMemo();
  const parent = process.ppid; // of one that dies before it is told that this is ready no request comes
  send({ _tag: "Ready" });
  watchParent(parent);
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const request: StepRequest = JSON.parse(line); // as the parent, of the same sources, wrote it
    const checked = (message: StepMessage) => (request.module === undefined ? message : check(message));
    let epochs: Array<EpochMessage> = [];
    let told = performance.now();
    const takeEpochs = (): ReadonlyArray<StepMessage> => {
      const taken = epochs;
      epochs = [];
      told = performance.now();
      return taken.length === 0 ? [] : [checked({ _tag: "Epochs", epochs: taken })];
    };
    try {
      const outcome = await runStep(request, kinds, memo, (row, checkpoint) => {
        epochs.push({ row, ...(checkpoint === undefined ? {} : { checkpoint }) });
        if (checkpoint !== undefined || performance.now() - told >= TOGETHER_MILLIS) send(...takeEpochs());
      });
      send(...takeEpochs(), checked({ _tag: "Done", outcome }));
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      send(...takeEpochs(), { _tag: "Threw", message: error.message, stack: error.stack ?? "" });
    }
  }
  process.exit(0);
};

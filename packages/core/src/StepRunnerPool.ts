/**
 * `StepRunner` on a pool of warm child processes, one step at a time each: the engine and the data set are loaded
 * once a process. A process whose step did not end by itself (interrupted, timed out, crashed) is killed and never
 * used again.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import * as Cause from "effect/Cause";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import * as Queue from "effect/Queue";
import * as Semaphore from "effect/Semaphore";
import {
  type EpochMessage,
  StepFailed,
  type StepMessage,
  type StepRequest,
  StepRunner,
} from "./StepRunner.ts";

/** Characters of a worker's log that a failure keeps. */
const LOG_LENGTH = 16_384;

/** How long the last lines of a worker that has ended are waited for. */
const GRACE_MILLIS = 500;

interface Crash {
  readonly detail: string;
}

interface WorkerProcess {
  readonly child: ChildProcess;
  readonly inbox: Queue.Queue<StepMessage, Crash>;
  /** What it wrote to stdout and stderr since the step began. */
  log: string;
  /** Whether it has said so. */
  ready: boolean;
}

const startWorker = (entry: string): WorkerProcess => {
  // 3: messages to the parent
  const child = spawn(process.execPath, [...process.execArgv, entry], {
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const inbox = Effect.runSync(Queue.unbounded<StepMessage, Crash>());
  const worker: WorkerProcess = { child, inbox, log: "", ready: false };
  const fail = (detail: string) => Queue.failCauseUnsafe(inbox, Cause.fail({ detail }));
  const listen = (stream: unknown, onLine: (line: string) => void) => {
    if (stream instanceof Readable) createInterface({ input: stream }).on("line", onLine);
  };
  for (const stream of [child.stdout, child.stderr]) {
    listen(stream, (line) => {
      worker.log = `${worker.log}${line}\n`.slice(-LOG_LENGTH);
    });
  }
  listen(child.stdio[3], (line) => {
    try {
      const message: StepMessage = JSON.parse(line); // the worker has checked what a user's step gave
      Queue.offerUnsafe(inbox, message);
    } catch (cause) {
      fail(`its message cannot be read: ${String(cause)}`);
    }
  });
  child.stdin?.on("error", () => undefined); // the exit tells
  child.on("error", (error) => fail(error.message));
  const ended = (code: number | null, signal: string | null) =>
    fail(signal ? `killed by ${signal}` : `exit code ${code}`);
  child.on("close", ended);
  // a process that the step itself started may hold the pipes open: what is in them is given a moment, no more
  child.on("exit", (code, signal) => void setTimeout(() => ended(code, signal), GRACE_MILLIS).unref());
  return worker;
};

const isAlive = ({ child }: WorkerProcess) =>
  child.exitCode === null && child.signalCode === null && !child.killed;

export interface PoolOptions {
  /** The module that calls `serveSteps`. */
  readonly entry: string;
  /** Most processes at a time. They are started when steps need them. */
  readonly size: number;
  /** How many are started once a first step needs one: more than 1 where others will follow at once. Default 1. */
  readonly together?: number;
  /** Starts those at once, while the first step is still being planned: where it is not likely to be in the cache. */
  readonly ahead?: boolean;
}

export const layer = (options: PoolOptions): Layer.Layer<StepRunner> =>
  Layer.effect(
    StepRunner,
    Effect.gen(function* () {
      const slots = yield* Semaphore.make(options.size);
      const idle: Array<WorkerProcess> = [];
      const all = new Set<WorkerProcess>();
      const kill = (worker: WorkerProcess) =>
        Effect.sync(() => {
          all.delete(worker);
          worker.child.kill("SIGKILL");
        });
      yield* Effect.addFinalizer(() => Effect.forEach([...all], kill, { discard: true }));

      const start = () => {
        const worker = startWorker(options.entry);
        all.add(worker);
        return worker;
      };

      /** Waits for the end of its start. */
      const whenReady = Effect.fnUntraced(function* (worker: WorkerProcess) {
        if (worker.ready) return worker;
        yield* Queue.take(worker.inbox).pipe(
          Effect.onExit((exit) => (Exit.isSuccess(exit) ? Effect.void : kill(worker))),
        );
        worker.ready = true;
        return worker;
      });

      const together = Math.min(options.together ?? 1, options.size);
      if (options.ahead) idle.push(...Array.from({ length: together }, start));

      const take = Effect.fnUntraced(function* () {
        while (idle.length > 0) {
          const worker = idle.pop();
          if (worker && isAlive(worker)) return yield* whenReady(worker);
        }
        const isFirst = all.size === 0;
        const worker = start();
        for (let at = 1; isFirst && at < together; at++) idle.push(start());
        return yield* whenReady(worker);
      });

      /** Talks with one worker until its step ends by itself. */
      const converse = Effect.fnUntraced(function* (
        worker: WorkerProcess,
        request: StepRequest,
        onEpoch: (message: EpochMessage) => Effect.Effect<void, StepFailed>,
      ) {
        worker.log = "";
        worker.child.stdin?.write(`${JSON.stringify(request)}\n`);
        while (true) {
          const message = yield* Queue.take(worker.inbox);
          if (message._tag === "Epochs") for (const epoch of message.epochs) yield* onEpoch(epoch);
          else if (message._tag !== "Ready") return message;
        }
      });

      const run: StepRunner["Service"]["run"] = Effect.fn("StepRunnerPool.run")(function* (request, onEpoch) {
        const failed = (reason: StepFailed["reason"], detail: string, log: string) =>
          new StepFailed({ step: request.step, reason, detail, log });
        const { timeoutMillis } = request;
        const attempt = Effect.acquireUseRelease(
          take().pipe(
            Effect.mapError(({ detail }) => failed("crashed", `its worker did not start: ${detail}`, "")),
          ),
          (worker) => {
            const talk = converse(worker, request, onEpoch).pipe(
              Effect.catchIf(
                (error): error is Crash => !(error instanceof StepFailed),
                ({ detail }) => Effect.fail(failed("crashed", detail, worker.log)),
              ),
            );
            // the time starts once a worker was taken, and has started: waiting for one is not work
            const timed =
              timeoutMillis === undefined
                ? talk
                : Effect.timeoutOrElse(talk, {
                    duration: timeoutMillis,
                    orElse: () =>
                      Effect.fail(
                        failed(
                          "timed_out",
                          `after ${Duration.format(Duration.millis(timeoutMillis))}`,
                          worker.log,
                        ),
                      ),
                  });
            return Effect.map(timed, (message) => ({ message, log: worker.log }));
          },
          (worker, exit) => (Exit.isSuccess(exit) ? Effect.sync(() => void idle.push(worker)) : kill(worker)),
        );
        const { message, log } = yield* slots.withPermits(1)(attempt);
        if (message._tag === "Done") return message.outcome;
        return yield* failed("threw", message.message, `${log}${message.stack}`);
      });

      return StepRunner.of({ run });
    }),
  );

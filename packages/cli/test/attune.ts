/** Runs the real command in a process of its own, on a folder of its own. */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
const bin = join(root, "packages/cli/bin/attune.js");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly cwd?: string;
  readonly bin?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with the process once it has started. */
  readonly onStart?: (child: ReturnType<typeof spawn>) => void;
  /** Called with all that it has printed so far. */
  readonly onOutput?: (stdout: string, child: ReturnType<typeof spawn>) => void;
}

export const attune = (args: ReadonlyArray<string>, options: Options = {}): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [options.bin ?? bin, ...args], {
      cwd: options.cwd ?? root,
      env: { ...process.env, NO_COLOR: "1", ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      options.onOutput?.(stdout, child);
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    options.onStart?.(child);
  });

/** A folder that is gone when the test ends. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "attune-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
};

/** A folder with the smoke experiment's files and a store of its own, `.attune`. */
export const smokeFolder = (): string => {
  const folder = temporaryFolder();
  cpSync(join(root, "experiments/smoke"), folder, { recursive: true });
  writeFileSync(join(folder, "nx.json"), "{}"); // marks the folder as a workspace: the store lies in it
  return folder;
};

/** Changes a text file by replacements, each of which must apply. */
export const edit = (file: string, ...replacements: ReadonlyArray<readonly [string, string]>): void => {
  const text = replacements.reduce(
    (before, [from, to]) => {
      if (!before.includes(from)) throw new Error(`${file} does not have: ${from}`);
      return before.replace(from, to);
    },
    readFileSync(file, "utf8"),
  );
  writeFileSync(file, text);
};

export interface Summary {
  readonly best: { readonly trial: number; readonly objective: { readonly value: number } } | null;
  readonly steps: { readonly run: number; readonly cached: number; readonly failed: number };
  readonly report: string;
  readonly journalDigest: string;
}

/** The last line of `--json`. */
export const summaryOf = ({ stdout, stderr }: Ended): Summary => {
  const line = stdout.trimEnd().split("\n").at(-1) ?? "";
  if (!line.startsWith('{"best"')) throw new Error(`no summary in: ${stdout.slice(-500)}${stderr}`);
  return JSON.parse(line);
};

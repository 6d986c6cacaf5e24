/** The image starts the same command as the sources, and only while they are what it was made of. */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { edit, smokeFolder, summaryOf } from "./attune.ts";
import { checkout } from "./checkout.ts";

const node = (args: ReadonlyArray<string>, more: NodeJS.ProcessEnv = {}, cwd = process.cwd()) => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env: { ...env, NO_COLOR: "1", ...more },
    encoding: "utf8",
    cwd,
  });
  return { code: status, stdout, stderr };
};

const makerOf = (folder: string) => join(folder, "packages/cli/src/image/makeImage.ts");
const binOf = (folder: string) => join(folder, "packages/cli/bin/attune.js");
const imagesOf = (folder: string) => join(folder, "node_modules/.cache/attune/image");

const makeImage = (folder: string): string => {
  expect(node([makerOf(folder)])).toMatchObject({ code: 0, stderr: "" });
  const images = imagesOf(folder);
  const made = readdirSync(images).sort();
  expect(made).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.blob$/), "image.json"]);
  return join(images, made[0]!);
};

/** Whether the next command would start from the image. */
const isUsed = (folder: string): boolean => {
  const url = pathToFileURL(join(folder, "packages/cli/src/image/Image.ts")).href;
  const code = `import { findImage } from ${JSON.stringify(url)}; process.stdout.write(String(findImage() !== undefined));`;
  return node(["--input-type=module", "-e", code]).stdout === "true";
};

it.skipIf(process.platform === "win32")(
  "does what the sources do, and is left for them where it must",
  () => {
    const folder = checkout();
    const image = makeImage(folder);
    const bin = binOf(folder);
    const fromSources = (...args: ReadonlyArray<string>) => node([bin, ...args], { ATTUNE_IMAGE: "off" });
    const fromImage = (...args: ReadonlyArray<string>) => node([bin, ...args]);

    const [one, other] = [smokeFolder(), smokeFolder()].map((smoke) => join(smoke, "sweep.yaml"));
    const [expected, received] = [
      fromSources("sweep", one!, "--json"),
      fromImage("sweep", other!, "--json"),
    ].map(summaryOf);
    expect(received?.journalDigest).toBe(expected?.journalDigest);
    // equal keys: what the one has stored is what the other finds
    expect(summaryOf(fromSources("sweep", other!, "--json")).steps).toMatchObject({ run: 0, failed: 0 });

    // a user's module imports our own: the sources run, with one copy of everything
    const model = join(folder, "experiments/user-model/run.yaml");
    expect(fromImage("plan", model, "--json")).toEqual(fromSources("plan", model, "--json"));

    const source = join(folder, "packages/cli/src/attune.ts");
    expect(isUsed(folder)).toBe(true);
    edit(source, ["Tunes neural networks", "Trains neural networks"]);
    expect(isUsed(folder)).toBe(false);
    edit(source, ["Trains neural networks", "Tunes neural networks"]);
    expect(isUsed(folder)).toBe(true);

    // a package that is bundled is gone: it was the image that ran
    rmSync(join(folder, "node_modules/yaml"));
    expect(fromImage("--help").code).toBe(0);
    expect(fromSources("--help").code).not.toBe(0);

    appendFileSync(image, "x");
    expect(isUsed(folder)).toBe(false);
  },
);

const until = async (isSo: () => boolean): Promise<void> => {
  for (const start = Date.now(); !isSo(); ) {
    expect(Date.now() - start).toBeLessThan(30_000);
    await wait(50);
  }
};

/** Turns a bit in the middle of a file, which keeps its times. */
const damage = (path: string): void => {
  const { size, atime, mtime } = statSync(path);
  const file = openSync(path, "r+");
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, Math.floor(size / 2));
  byte[0]! ^= 1;
  writeSync(file, byte, 0, 1, Math.floor(size / 2));
  closeSync(file);
  utimesSync(path, atime, mtime);
};

it.skipIf(process.platform === "win32")(
  "is made in the background, kept for who uses it, and never trusted blindly",
  async () => {
    const folder = checkout();
    const [bin, images] = [binOf(folder), imagesOf(folder)];

    // the command's folder is gone when the image is made
    const cwd = join(folder, "gone");
    mkdirSync(cwd);
    expect(node([bin, "--version"], {}, cwd).code).toBe(0);
    rmdirSync(cwd);
    await until(() => existsSync(join(images, "image.json")) && !existsSync(join(images, "lock")));
    const image = join(images, readdirSync(images).find((name) => name.endsWith(".blob")) ?? "");
    expect(isUsed(folder)).toBe(true);

    // a file with its old bytes is read once, and not again
    const manifest = () => JSON.parse(readFileSync(join(images, "image.json"), "utf8"));
    const { status, files } = manifest();
    const source = join(folder, "packages/cli/src/attune.ts");
    expect(files).toContain("packages/cli/package.json");
    writeFileSync(source, readFileSync(source));
    expect(isUsed(folder)).toBe(true);
    expect(manifest().status).not.toBe(status);

    damage(image);
    expect(isUsed(folder)).toBe(false);
    damage(image);
    expect(isUsed(folder)).toBe(true);

    // the digests of an edited source are not kept for the image that runs the old one
    const plan = ["--snapshot-blob", image, bin, "plan", join(smokeFolder(), "run.yaml")];
    edit(source, ["Tunes neural networks", "Trains neural networks"]);
    expect(node(plan).code).toBe(0);
    expect(existsSync(image.replace(/blob$/, "digests"))).toBe(false);

    // no image can be made just now: nobody tries again at once, but in a while
    const bundler = join(folder, "packages/cli/src/image/bundleImage.ts");
    edit(bundler, ["outputFiles[0]!.text", 'outputFiles[0]!.text + "("']);
    expect(node([makerOf(folder)]).code).not.toBe(0);
    expect(node([makerOf(folder)]).code).toBe(0);
    const { failedAt, ...failed } = manifest();
    writeFileSync(join(images, "image.json"), JSON.stringify({ ...failed, failedAt: failedAt - 3_600_001 }));
    expect(node([makerOf(folder)]).code).not.toBe(0);
    edit(bundler, ['outputFiles[0]!.text + "("', "outputFiles[0]!.text"]);

    // a process holds the old image for workers to come
    const mark = `${image}.${process.pid}`;
    writeFileSync(mark, "");
    expect(node([makerOf(folder)]).code).toBe(0);
    expect(isUsed(folder)).toBe(true);
    expect(existsSync(image)).toBe(true);
    renameSync(mark, `${image}.${2 ** 22 + 1}`); // above Linux's largest number of a process
    appendFileSync(source, "\n");
    makeImage(folder);
  },
);

/** The image starts the same command as the sources, and only while they are what it was made of. */
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync, rmSync, statSync, utimesSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { edit, smokeFolder, summaryOf } from "./attune.ts";
import { checkout } from "./checkout.ts";

const node = (args: ReadonlyArray<string>, more: NodeJS.ProcessEnv = {}) => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env: { ...env, NO_COLOR: "1", ...more },
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
};

const makeImage = (folder: string): string => {
  expect(node([join(folder, "packages/cli/src/image/makeImage.ts")])).toMatchObject({ code: 0, stderr: "" });
  const images = join(folder, "node_modules/.cache/attune/image");
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
    const bin = join(folder, "packages/cli/bin/attune.js");
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

    const { size, atime, mtime } = statSync(image);
    const file = openSync(image, "r+");
    writeSync(file, "damage", size / 2);
    closeSync(file);
    utimesSync(image, atime, mtime);
    expect(isUsed(folder)).toBe(false);
  },
);

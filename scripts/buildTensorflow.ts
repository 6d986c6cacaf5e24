/**
 * Builds the engine `tensorflow` where the install script of `@tensorflow/tfjs-node` cannot fetch what it needs: the
 * package's JavaScript and C++ from npm, TensorFlow itself from the wheel `tensorflow-cpu` on PyPI, put together by g++.
 *
 * `node scripts/buildTensorflow.ts [FOLDER]`; the default folder is `.tensorflow` in the workspace, where the engine
 * looks for it and `npm ci` leaves it alone. Linux; needs npm, python3 with pip, and g++.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = "@tensorflow/tfjs-node@4.22.0";
const HEADERS = "node-api-headers@1.9.0";
const WHEEL = "tensorflow-cpu==2.21.0";
const LIBRARIES = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
const PLATFORMS: Readonly<Partial<Record<string, string>>> = { x64: "x86_64", arm64: "aarch64" };

const target = resolve(process.argv[2] ?? fileURLToPath(new URL("../.tensorflow", import.meta.url)));

const say = (text: string): void => console.log(`tensorflow: ${text}`);

const fail = (text: string): never => {
  console.error(`tensorflow: ${text}`);
  process.exit(1);
};

const run = (what: string, command: string, args: ReadonlyArray<string>): void => {
  say(what);
  const start = performance.now();
  const { error, status } = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (error !== undefined) fail(`${command} could not be started: ${error.message}`);
  if (status !== 0) fail(`${command} ended with exit code ${status}, so the engine was not built`);
  say(`  ${((performance.now() - start) / 1000).toFixed(1)} s`);
};

const needTool = (command: string, args: ReadonlyArray<string>, remedy: string): void => {
  const { error, status } = spawnSync(command, args, { stdio: "ignore" });
  if (error !== undefined || status !== 0) fail(`${[command, ...args].join(" ")} does not run; ${remedy}`);
};

/** Of the wheel only what is needed: it is 850 MB unpacked. */
const UNPACK = `
import sys, zipfile
wheel, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith("tensorflow/include/") or name in (${LIBRARIES.map((name) => `"tensorflow/${name}"`).join(", ")}):
            archive.extract(name, folder)
`;

const downloadWheel = (folder: string): string => {
  const machine = PLATFORMS[process.arch] ?? fail(`there is no wheel of ${WHEEL} for ${process.arch}`);
  // for a Python of its own: which one is here does not matter, nothing of it is run
  const wanted = ["--platform", `manylinux_2_27_${machine}`, "--python-version", "3.12", "--no-deps"];
  const args = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-cache-dir"];
  run(`downloading ${WHEEL} from PyPI, about 270 MB`, "python3", [
    ...args,
    ...wanted,
    "--only-binary",
    ":all:",
    "-d",
    folder,
    WHEEL,
  ]);
  const [wheel] = readdirSync(folder).filter((name) => name.endsWith(".whl"));
  return wheel === undefined ? fail(`pip left no wheel of ${WHEEL}`) : join(folder, wheel);
};

const compile = (folder: string, libraries: string): void => {
  const modules = join(folder, "node_modules");
  const source = join(modules, "@tensorflow/tfjs-node");
  const unpacked = join(folder, "tensorflow");
  const includes = [join(modules, "node-api-headers/include"), source, join(unpacked, "include")];
  run("compiling the binding", "g++", [
    ..."-O2 -std=c++17 -fPIC -shared -w -DNAPI_VERSION=8 -DNODE_GYP_MODULE_NAME=tfjs_binding".split(" "),
    ...includes.flatMap((path) => ["-I", path]),
    join(source, "binding/tfjs_backend.cc"),
    join(source, "binding/tfjs_binding.cc"),
    `-L${unpacked}`,
    ...LIBRARIES.map((name) => `-l:${name}`),
    "-Wl,-rpath,$ORIGIN", // the libraries lie beside it, so that the folder may be moved
    "-o",
    join(libraries, "tfjs_binding.node"),
  ]);
};

const build = (folder: string): void => {
  const npm = [
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefix",
    folder,
    PACKAGE,
    HEADERS,
  ];
  writeFileSync(join(folder, "package.json"), `{ "private": true }\n`);
  run(`installing ${PACKAGE} without its install script`, "npm", npm);
  const wheel = downloadWheel(folder);
  run("unpacking the libraries and headers", "python3", ["-c", UNPACK, wheel, folder]);
  const libraries = join(folder, "node_modules/@tensorflow/tfjs-node/lib/napi-v8");
  mkdirSync(libraries, { recursive: true });
  compile(folder, libraries);
  for (const name of LIBRARIES) renameSync(join(folder, "tensorflow", name), join(libraries, name));
  rmSync(join(folder, "tensorflow"), { recursive: true });
  rmSync(wheel);
};

if (process.platform !== "linux") {
  fail(`this script is for Linux; on ${process.platform} install ${PACKAGE} the usual way`);
}
if (existsSync(join(target, "node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node"))) {
  say(`${target} has it already; remove the folder to build it anew`);
} else {
  needTool("g++", ["--version"], "install a C++ compiler, as in apt-get install g++");
  needTool(
    "python3",
    ["-m", "pip", "--version"],
    "install Python with pip, as in apt-get install python3-pip",
  );
  needTool("npm", ["--version"], "install npm");
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(`${target}-`);
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  build(folder);
  rmSync(target, { recursive: true, force: true });
  renameSync(folder, target);
  say(`done: ${target}; npx attune doctor says whether it loads`);
}

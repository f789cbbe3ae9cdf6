import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { SetupError, run } from "./command.mjs";
import { pinnedNode } from "./dependencies.mjs";
import { local, root } from "./paths.mjs";

export const PACKAGE = join(root, "node_modules", "@tensorflow", "tfjs-node");
export const REQUIREMENTS = join(local, "tensorflow", "requirements.txt");
/** The addon's path in its package: Node-API version 8 is the highest that tfjs-node 4.22 knows. */
const ADDON = join("lib", "napi-v8", "tfjs_binding.node");
/** How long the package's own download may take until its first byte, and in all. */
const FIRST_BYTE_MS = 20_000;
const DOWNLOAD_MS = 900_000;

/**
 * Makes tfjs-node's native addon and the libraries it links.
 * @param {string} partial the folder to put `lib` and `deps` into
 * @param {import("./progress.mjs").Progress} progress
 */
export async function makeAddon(partial, progress) {
  try {
    await downloadPrebuilt(partial);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    progress.note(
      "TensorFlow's own download is refused: building its addon against the pinned wheel instead",
    );
    await buildAgainstWheel(partial);
  }
  // Loading finds a library that is missing or made for another C runtime.
  await run(pinnedNode(), ["-e", `require(${JSON.stringify(join(partial, ADDON))})`], {
    failure: "TensorFlow's addon does not load",
  });
}

/** Runs the package's own install script in a copy of the package, because it rewrites files of it. */
async function downloadPrebuilt(partial) {
  const copy = join(partial, "package");
  cpSync(PACKAGE, copy, {
    recursive: true,
    filter: (path) => !["lib", "deps"].some((part) => path === join(PACKAGE, part)),
  });
  const modules = join(root, "node_modules");
  const path = [join(modules, ".bin"), process.env.PATH].join(delimiter);
  const install = run(pinnedNode(), [join(copy, "scripts", "install.js")], {
    cwd: copy,
    env: { ...process.env, NODE_PATH: modules, PATH: path, CI: "true" },
    failure: "TensorFlow's own download failed",
    timeoutMs: DOWNLOAD_MS,
    stalled: { afterMs: FIRST_BYTE_MS, unless: () => holdsFiles(join(copy, "deps")) },
  });
  try {
    await install;
    if (!existsSync(join(copy, ADDON))) throw new SetupError("TensorFlow's own install script made no addon");
    for (const part of ["lib", "deps"]) renameSync(join(copy, part), join(partial, part));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Compiles the addon's two sources against the C library in the wheel. Node-API is stable, so any Node loads it. */
async function buildAgainstWheel(partial) {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new SetupError(`There is no pinned TensorFlow wheel for ${process.platform} on ${process.arch}.`);
  }
  const download = join(partial, "wheel");
  const platform = ["--python-version", "3.11", "--platform", "manylinux_2_17_x86_64", "--only-binary=:all:"];
  const pip = [
    "-m",
    "pip",
    "download",
    "--quiet",
    "--disable-pip-version-check",
    "--no-deps",
    "--require-hashes",
  ];
  await run("python3", [...pip, ...platform, "--dest", download, "--requirement", REQUIREMENTS], {
    failure: "The TensorFlow wheel could not be downloaded with pip",
  });
  const wheel = readdirSync(download).find((name) => name.endsWith(".whl"));
  await run("python3", ["-c", UNPACK, join(download, wheel), download], {
    failure: "The TensorFlow wheel could not be unpacked",
  });
  const tensorflow = join(download, "tensorflow");
  const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
  mkdirSync(join(partial, "deps", "lib"), { recursive: true });
  for (const library of libraries)
    renameSync(join(tensorflow, library), join(partial, "deps", "lib", library));
  mkdirSync(join(partial, "lib", "napi-v8"), { recursive: true });
  const includes = [
    PACKAGE,
    join(tensorflow, "include"),
    join(root, "node_modules", "node-api-headers", "include"),
  ];
  await run(
    "g++",
    [
      "-std=c++17",
      "-O2",
      "-fPIC",
      "-shared",
      "-w",
      "-DNAPI_VERSION=8",
      ...includes.map((include) => `-I${include}`),
      ...["tfjs_backend.cc", "tfjs_binding.cc"].map((source) => join(PACKAGE, "binding", source)),
      "-o",
      join(partial, ADDON),
      `-L${join(partial, "deps", "lib")}`,
      ...libraries.map((library) => `-l:${library}`),
      "-Wl,-rpath,$ORIGIN/../../deps/lib",
    ],
    { failure: "TensorFlow's addon could not be compiled" },
  );
  rmSync(download, { recursive: true });
}

/** Takes from the wheel only what is linked against: a tenth of its files. */
const UNPACK = `
import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
wanted = ("tensorflow/libtensorflow", "tensorflow/include/tensorflow/c/", "tensorflow/include/tensorflow/core/platform/",
          "tensorflow/include/tsl/")
wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith(wanted)])
`;

function holdsFiles(folder) {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => statSync(join(folder, name)).isFile())
  );
}

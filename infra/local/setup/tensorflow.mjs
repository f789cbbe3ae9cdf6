import { existsSync, lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "./command.mjs";
import { fingerprint, publishFolder, root, writeAtomically } from "./paths.mjs";
import { PACKAGE, REQUIREMENTS, makeAddon } from "./tensorflow-addon.mjs";

/** Notes that neither way worked, so that not every start tries again. */
const UNAVAILABLE = join(root, "node_modules", ".interlude", "tensorflow-unavailable");

/**
 * The addon's folder in the cache; it holds `lib` and `deps`, as the package does after its own install script.
 * @param {string} cache
 */
export function tensorflowFolder(cache) {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const { version } = lock.packages["node_modules/@tensorflow/tfjs-node"];
  const recipe = fingerprint(readFileSync(REQUIREMENTS, "utf8"));
  return join(cache, `tfjs-node-${version}-${process.platform}-${process.arch}-${recipe}`);
}

/**
 * Installs tfjs-node's native addon: by the package's own install script, or, if its download is refused, by
 * building it against the pinned TensorFlow wheel. If neither works, the WebAssembly backend serves.
 * @param {string} cache
 * @param {import("./progress.mjs").Progress} progress
 * @param {{ retry: boolean }} options retry: also when an earlier set-up found that neither way works
 * @returns {Promise<"native" | "wasm">}
 */
export async function installTensorflow(cache, progress, { retry }) {
  const folder = tensorflowFolder(cache);
  if (!existsSync(folder)) {
    const known = existsSync(UNAVAILABLE) && readFileSync(UNAVAILABLE, "utf8") === folder;
    if (known && !retry) return "wasm";
    try {
      await progress.step("installing TensorFlow", () =>
        publishFolder(folder, (partial) => makeAddon(partial, progress)),
      );
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      progress.note(
        `${error.message}\nTensorFlow's WebAssembly backend will serve, slower (set-up with --retry tries again)`,
      );
      writeAtomically(UNAVAILABLE, folder);
      return "wasm";
    }
  }
  for (const part of ["lib", "deps"]) link(join(folder, part), join(PACKAGE, part));
  return "native";
}

function link(target, path) {
  const present = lstatSync(path, { throwIfNoEntry: false });
  if (present?.isSymbolicLink() && readlinkSync(path) === target) return;
  rmSync(path, { recursive: true, force: true });
  symlinkSync(target, path);
}

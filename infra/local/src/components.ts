import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LocalStackError } from "./errors.js";

/** What set-up found and fetched (`infra/local/setup`); a part it was not asked for is missing. */
export interface Components {
  /** The folder of downloads and derived files that all checkouts share. */
  readonly cache: string;
  readonly java?: { readonly command: string; readonly version: string };
  /** Folder of Kafka's jars. */
  readonly kafka?: string;
  /** Folder of the registry's runner jar and its `lib`. */
  readonly registry?: string;
  /** Folder of `initdb` and `postgres`. */
  readonly postgres?: string;
  /** Which TensorFlow backend set-up could install. */
  readonly tensorflow: "native" | "wasm";
}

const MANIFEST = fileURLToPath(new URL("../../../node_modules/.interlude/components.json", import.meta.url));

/** Files of this package that servers read: Kafka's log configuration. */
export const PACKAGE_FOLDER = fileURLToPath(new URL("..", import.meta.url));

/**
 * Reads what set-up left.
 * @throws LocalStackError NOT_SET_UP
 */
export function readComponents(file: string = MANIFEST): Components {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Components;
  } catch (cause) {
    throw new LocalStackError(
      "NOT_SET_UP",
      `This checkout is not set up (no ${file}): run \`npm run setup\`.`,
      {
        cause,
      },
    );
  }
}

/**
 * A component that is about to be started.
 * @throws LocalStackError NOT_SET_UP
 */
export function component<Name extends "java" | "kafka" | "registry" | "postgres">(
  components: Components,
  name: Name,
): NonNullable<Components[Name]> {
  const found = components[name];
  if (found === undefined) {
    throw new LocalStackError("NOT_SET_UP", `Set-up has not installed ${name}: run \`npm run setup\`.`);
  }
  return found;
}

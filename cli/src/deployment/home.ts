import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { commandSettings } from "../settings/command-settings.js";

/** Folder of the repository, from which schemas and services are taken. */
export const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));
/** Folder of the migrations. */
export const MIGRATIONS = join(REPOSITORY, "schemas/sql");

/** Folder in which the local system keeps its data and logs: INTERLUDE_HOME, or `.interlude` in the repository. */
export function homeFolder(): string {
  const home = resolve(commandSettings.home.read(process.env) ?? join(REPOSITORY, ".interlude"));
  mkdirSync(home, { recursive: true, mode: 0o700 });
  return home;
}

/** Secret from which the services' database passwords come: INTERLUDE_ROLE_SECRET, or one made here and kept. */
export function roleSecret(home: string): string {
  const given = commandSettings.roleSecret.read(process.env);
  if (given !== null) return given;
  const file = join(home, "role-secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8");
}

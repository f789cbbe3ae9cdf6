import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KafkaConnection } from "@interlude/infra-kafka";
import type { RegistryConnection } from "@interlude/infra-registry";
import { LocalStackError } from "./errors.js";
import type { ProcessIdentity } from "./process-identity.js";

const SERVERS = ["kafka", "registry", "postgres"] as const;
export type ServerName = (typeof SERVERS)[number];

export const PORTS = ["kafka", "kafkaController", "registry", "postgres"] as const;
export type PortName = (typeof PORTS)[number];

/** How the three servers that every service needs are reached. */
export interface StackAddresses {
  readonly kafka: KafkaConnection;
  readonly registry: RegistryConnection;
  /** Of a role that may create databases and roles, password included. */
  readonly databaseUrl: string;
}

/** `<home>/stack.json`: what a stack must find again at its next start, and others while it runs. */
export interface StackFile {
  readonly format: 1;
  readonly ports: Partial<Record<PortName, number>>;
  readonly postgresPassword: string;
  /** Set while the stack is up. */
  readonly addresses?: StackAddresses;
  /** The servers that were started and not yet seen to stop. */
  readonly processes: Partial<Record<ServerName, ProcessIdentity>>;
}

/**
 * Reads a home's stack file; undefined if there is none yet.
 * @throws LocalStackError STACK_FILE_UNREADABLE
 */
export function readStackFile(home: string): StackFile | undefined {
  const path = join(home, "stack.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const file = JSON.parse(text) as StackFile;
    if (file.format === 1 && typeof file.postgresPassword === "string") return file;
  } catch {
    // Said below, together with a format that this version does not know.
  }
  throw new LocalStackError(
    "STACK_FILE_UNREADABLE",
    `${path} is not a stack file of this version: stop what runs there, remove the folder ${home} and start anew.`,
  );
}

/** Replaces a home's stack file as a whole. Only its owner may read it: it holds a password. */
export function writeStackFile(home: string, file: StackFile): void {
  const path = join(home, "stack.json");
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, path);
}

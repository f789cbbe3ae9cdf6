import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import type { Administration } from "../namespace-database.js";

const migrations = fileURLToPath(new URL("../../../../schemas/sql", import.meta.url));

/** The right to set up a namespace of its own on the test server, which is dropped by its test. */
export function testAdministration(): Administration {
  const stack = inject("stack" as never) as { databaseUrl: string };
  const namespace = `t${randomBytes(4).toString("hex")}`;
  return { adminUrl: stack.databaseUrl, namespace, roleSecret: "only for tests", migrations };
}

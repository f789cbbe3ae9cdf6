import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "@interlude/infra-testing";
import { afterAll, expect, inject, it } from "vitest";
import { openNamespace } from "./namespace.js";

const home = mkdtempSync(join(tmpdir(), "interlude-namespace-"));
process.env["INTERLUDE_HOME"] = home;
afterAll(() => rmSync(home, { recursive: true, force: true }));

it("finds that servers respond before a namespace is prepared, and after", async () => {
  const namespace = openNamespace("not-prepared", inject("stack"));
  await expect(namespace.respond()).resolves.toBeUndefined();
  await namespace.prepare();
  try {
    await expect(namespace.respond()).resolves.toBeUndefined();
  } finally {
    await namespace.remove();
  }
});

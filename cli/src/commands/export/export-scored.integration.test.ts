import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "@interlude/infra-testing";
import type { Namespace } from "@interlude/infra-local";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openNamespace } from "../../deployment/namespace.js";
import { writeExport } from "./write-export.js";

const folder = mkdtempSync(join(tmpdir(), "interlude-scored-"));
const out = join(folder, "scored.tsv");
let namespace: Namespace;

beforeAll(async () => {
  process.env["INTERLUDE_HOME"] = folder;
  namespace = openNamespace("scored", inject("stack"));
  await namespace.prepare();
  await namespace.onDatabase((database) =>
    database.query(
      `insert into scoring.scored_pairs (artist_a, artist_b, status, graph_version, epoch, sequence)
       values ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', 'KNOWN', 1, 1, 1)`,
    ),
  );
});
afterAll(async () => {
  await namespace.remove();
  rmSync(folder, { recursive: true, force: true });
});

it("exports scored pairs, and says how far it is that they are scored anew", async () => {
  const written = await writeExport(namespace, "scored", { format: "tsv", out });
  expect(written).toEqual({ records: 1, mixture: null });
  const exported = readFileSync(out, "utf8");
  await namespace.onDatabase((database) =>
    database.query("insert into scoring.rescoring (epoch, sequence, at, total, done) values (1, 1, 1, 7, 3)"),
  );
  expect(await writeExport(namespace, "scored", { format: "tsv", out })).toEqual({
    records: 1,
    mixture: "scoring has scored the pairs of 3 of 7 artists anew",
  });
  expect(readFileSync(out, "utf8")).toBe(exported);
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CatalogCollaboration, type Omission, topics } from "@interlude/contracts";
import type { Namespace } from "@interlude/infra-local";
import { sharedData } from "@interlude/infra-testing";
import { latestByKey } from "@interlude/stage";
import { afterAll, describe, expect, inject, it } from "vitest";
import { openNamespace } from "../../deployment/namespace.js";
import { CommandLine } from "../../testing/command-line.js";

const CASES = "../cases";
const home = mkdtempSync(join(tmpdir(), "interlude-cases-"));
const commands = new CommandLine(inject("stack"), home);
const namespaces: Namespace[] = [];

afterAll(async () => {
  for (const namespace of namespaces) await namespace.remove();
  rmSync(home, { recursive: true, force: true });
});

function namespaceOf(name: string): Namespace {
  process.env["INTERLUDE_HOME"] = home;
  const namespace = openNamespace(name, inject("stack"));
  namespaces.push(namespace);
  return namespace;
}

/** The collaborations that a namespace has published, as `expected-collaborations.tsv` has them. */
async function collaborationsOf(namespace: Namespace): Promise<string> {
  const latest = await namespace.reading((log, codec) =>
    latestByKey(log, codec, topics.catalogCollaborations),
  );
  const lines = [...latest.values()].map((value) => {
    const { artistA, artistB, weight } = value as CatalogCollaboration;
    return `${artistA}\t${artistB}\t${weight}\n`;
  });
  return lines.toSorted().join("");
}

/** Cases that are taken in whole, and the columns of which values are null instead. */
const TAKEN_IN: readonly (readonly [string, readonly string[]])[] = [
  ["timestamps-out-of-range", ["artist.last_updated", "artist.last_updated", "recording.last_updated"]],
  ["csv-not-seen", []],
  ["quote-never-closed", []],
  ["long-at-the-edge", ["artist.last_updated"]],
];

describe.skipIf(sharedData(CASES) === null)(`interlude run of a case (needs shared data: ${CASES})`, () => {
  it.each(TAKEN_IN)(
    "%s takes in every row, and says which values are null instead",
    async (name, fields) => {
      const source = sharedData(`${CASES}/${name}`)!;
      const namespace = namespaceOf(name);
      const run = await commands.run("run", "--once", "--source", source, "--namespace", name, "--json");
      expect(run).toMatchObject({ code: 0 });
      const result = JSON.parse(run.stdout) as { omissions: Omission[]; deadLetters: unknown[] };
      expect(result.deadLetters).toEqual([]);
      expect(result.omissions.map(({ field }) => field).toSorted()).toEqual(fields);
      expect(new Set(result.omissions.map(({ what }) => what))).toEqual(
        new Set(fields.length === 0 ? [] : ["value"]),
      );
      const expected = readFileSync(join(source, "expected-collaborations.tsv"), "utf8");
      expect(await collaborationsOf(namespace)).toBe(expected);
    },
    120_000,
  );

  it("column-too-many publishes nothing, and says that the layout does not fit", async () => {
    const name = "column-too-many";
    const source = sharedData(`${CASES}/${name}`)!;
    const namespace = namespaceOf(name);
    const run = await commands.run("run", "--once", "--source", source, "--namespace", name);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/SERVICE_FAILED: ingestion stopped: LAYOUT_UNREADABLE: .*link_type/);
    expect(await collaborationsOf(namespace)).toBe("");
  }, 120_000);
});

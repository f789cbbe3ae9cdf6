import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Members, writeArchive } from "@interlude/infra-archives/testing";
import "@interlude/infra-testing";
import { afterAll, describe, expect, inject, it } from "vitest";
import { openNamespace } from "../../deployment/namespace.js";
import { CommandLine } from "../../testing/command-line.js";

const folder = mkdtempSync(join(tmpdir(), "interlude-omissions-"));
const commands = new CommandLine(inject("stack"), join(folder, "home"));
const MINUTES = 60_000;

afterAll(async () => {
  process.env["INTERLUDE_HOME"] = join(folder, "home");
  for (const name of ["omitting", "clean"]) await openNamespace(name, inject("stack")).remove();
  rmSync(folder, { recursive: true, force: true });
});

const gid = (id: number) => `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`;
const credit = (id: number, created = "\\N") => `${id}\tcredit ${id}\t1\t1\t${created}\t0\t${gid(id)}\n`;

function control(sequence: number): Members {
  return [
    ["TIMESTAMP", "2026-05-11 21:14:26.878674+00\n"],
    ["REPLICATION_SEQUENCE", `${sequence}\n`],
    ["SCHEMA_SEQUENCE", "31\n"],
    ["DBMIRROR_VERSION", "2\n"],
  ];
}

/** A folder with a dump and a packet in which nothing is wrong but what is given. */
async function newFolder(name: string, wrong: { created?: string; id?: unknown }): Promise<string> {
  const source = join(folder, name);
  mkdirSync(source);
  const credits = credit(1) + credit(2, wrong.created);
  await writeArchive(source, "mbdump.tar", [...control(100), ["mbdump/artist_credit", credits]]);
  const changes = [3, wrong.id ?? 4].map((id, at) => {
    const row = {
      id,
      name: "c",
      artist_count: 1,
      ref_count: 1,
      created: null,
      edits_pending: 0,
      gid: gid(9),
    };
    return `${at + 1}\tmusicbrainz.artist_credit\ti\t1\t\\N\t${JSON.stringify(row)}\t\\N\t\\N\n`;
  });
  const members: Members = [...control(101), ["mbdump/pending_data", changes.join("")]];
  await writeArchive(source, "replication-101-v2.tar.bz2", members);
  return source;
}

/** Every kind of omission once. */
async function wrongFolder(): Promise<string> {
  const source = await newFolder("wrong", { created: "infinity", id: "many" });
  const documents: Members = [[`highlevel/00/0/${gid(7)}-0.json`, "no JSON"]];
  await writeArchive(source, "acousticbrainz-highlevel-json-20220623-0.tar", documents);
  writeFileSync(join(source, "shopping.csv"), "what,how many\nbread,2\n");
  symlinkSync("loop.csv", join(source, "loop.csv"));
  return source;
}

const EVERY_OMISSION = [
  { file: "loop.csv", what: "file", code: "SOURCE_FILE_UNREADABLE", field: null },
  { file: "shopping.csv", what: "file", code: "FILE_UNRECOGNISED", field: null },
  { file: "mbdump.tar", what: "value", code: "ROW_TIMESTAMP_OUT_OF_RANGE", field: "artist_credit.created" },
  {
    file: "acousticbrainz-highlevel-json-20220623-0.tar",
    what: "row",
    code: "DOCUMENT_MALFORMED",
    field: null,
  },
  { file: "replication-101-v2.tar.bz2", what: "row", code: "ROW_BAD_INTEGER", field: null },
].map((one) => expect.objectContaining({ ...one, count: 1, example: expect.stringMatching(/\S/) }));

interface Result {
  readonly epoch?: number;
  readonly epochs?: number;
  readonly omissions: readonly unknown[];
  readonly deadLetters: readonly unknown[];
}

describe("interlude run and ingest", () => {
  it(
    "say each thing that they set aside, with an exit code of its own; with --strict they stop at the first",
    async () => {
      const source = await wrongFolder();
      const inNamespace = ["--namespace", "omitting"];
      const run = ["run", "--once", "--source", source, ...inNamespace];

      const strict = await commands.run(...run, "--strict");
      expect(strict).toMatchObject({ code: 1 });
      expect(strict.stderr).toMatch(/SERVICE_FAILED: .*OMISSION_REFUSED: loop\.csv: SOURCE_FILE_UNREADABLE/);

      const lax = await commands.run(...run, "--resume", "--json");
      expect(lax).toMatchObject({ code: 3 });
      expect(lax.stderr).toMatch(/SET_ASIDE: .*2 dead letters wait, 2 files were left alone/);
      const result = JSON.parse(lax.stdout) as Result;
      expect(result.epochs).toBe(2);
      expect(result.omissions).toEqual(EVERY_OMISSION);
      expect(result.deadLetters).toEqual([
        { service: "ingestion", code: "DOCUMENT_MALFORMED", count: 1 },
        { service: "ingestion", code: "ROW_BAD_INTEGER", count: 1 },
      ]);

      const again = await commands.run("ingest", "packets", source, ...inNamespace, "--allow-dead-letters");
      expect(again).toMatchObject({ code: 0, stdout: "published up to epoch 2\n" });
      const features = await commands.run("ingest", "dump", source, ...inNamespace);
      expect(features.code).toBe(3);
      expect(features.stdout).toMatch(
        /^published up to epoch 2\nnot taken in as it is:\n.*file +what +code.*\n +loop\.csv +file +SOURCE_FILE_UNREADABLE/,
      );
    },
    5 * MINUTES,
  );

  it(
    "say not one word of omissions where everything is taken in, and exit with 0",
    async () => {
      const source = await newFolder("clean", {});
      const words = ["--namespace", "clean"];
      const run = await commands.run("run", "--once", "--source", source, ...words);
      expect(run).toMatchObject({ code: 0 });
      expect(run.stdout).not.toMatch(/not taken in|nothing reads|dead letters|left alone/);
      expect(run.stdout.trimEnd().split("\n")).toHaveLength(2);
      const again = await commands.run("ingest", "packets", source, ...words, "--strict", "--json");
      expect(again).toMatchObject({ code: 0 });
      expect(JSON.parse(again.stdout)).toMatchObject({ omissions: [], skipped: {}, deadLetters: [] });
    },
    5 * MINUTES,
  );
});

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@interlude/infra-archives/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SourceFolder } from "./source-folder.js";

const root = temporaryFolder();
const ARTISTS = "id,followers,genres,name,popularity\n";

function folderWith(files: Readonly<Record<string, string>>): SourceFolder {
  const folder = new SourceFolder(mkdtempSync(join(root, "source-")));
  for (const [name, text] of Object.entries(files)) writeFileSync(folder.pathOf(name), text);
  return folder;
}

const omissions = async (folder: SourceFolder): Promise<string[]> =>
  (await folder.scan()).omitted.map(({ file, what, code, example }) => `${what} ${file} ${code}: ${example}`);

describe("files of the source folder that are not read", () => {
  it.each([
    ["replication-5.tar.bz2", /first format.*-v2\.tar\.bz2/],
    ["replication-5-v2.tar.gz", /\.tar\.zst; pack it/],
    ["mbdump.tar.gz", /\.tar\.zst; pack it/],
    ["mbdump.tgz", /\.tar\.zst; pack it/],
    ["acousticbrainz-highlevel-json-0.tar.lz4", /\.tar\.zst; pack it/],
    ["acousticbrainz-something-else.tar", /no archive that is read/],
    ["other.tar", /no source reads an archive of this name/],
    ["artists.csv", /of no layout that is read/],
    ["artists.csv.gz", /unpack it/],
    ["artists.tsv", /no source reads files of this name/],
    ["notes.txt", /no source reads files of this name/],
    ["changes.csv", /of no layout that is read/],
  ])("are named with the reason and what to do: %s", async (name, reason) => {
    const folder = folderWith({ [name]: "a,b\n1,2\n", "b.csv": ARTISTS });
    const { omitted, features } = await folder.scan();
    expect(omitted).toEqual([
      {
        file: name,
        what: "file",
        code: "FILE_UNRECOGNISED",
        field: null,
        count: 1,
        example: expect.stringMatching(reason),
      },
    ]);
    expect(features).toEqual(["b.csv"]);
  });

  it("are folders, too, whatever they are called", async () => {
    const folder = folderWith({});
    mkdirSync(folder.pathOf("more"));
    mkdirSync(folder.pathOf("a.csv"));
    expect(await omissions(folder)).toEqual([
      expect.stringMatching(/^file a\.csv FOLDER_UNREAD: .*move them up/),
      expect.stringMatching(/^file more FOLDER_UNREAD/),
    ]);
  });

  it("are links to nowhere, too", async () => {
    const folder = folderWith({});
    symlinkSync("nowhere", folder.pathOf("a.csv"));
    expect(await omissions(folder)).toEqual([expect.stringMatching(/link to nowhere, which is not there/)]);
  });

  it.skipIf(process.platform === "win32")("are pipes, too, which are not opened", async () => {
    const folder = folderWith({});
    execFileSync("mkfifo", [folder.pathOf("a.csv")]);
    expect(await omissions(folder)).toEqual([
      expect.stringMatching(/^file a\.csv FILE_UNRECOGNISED: it is no regular file/),
    ]);
  });

  it("are those that are there twice, packed in two ways", async () => {
    const folder = folderWith({
      "mbdump.tar.bz2": "",
      "mbdump.tar.xz": "",
      "replication-7-v2.tar": "",
      "replication-7-v2.tar.bz2": "",
    });
    const { dumps, packets } = await folder.scan();
    expect([dumps, [...packets.values()]]).toEqual([["mbdump.tar.bz2"], ["replication-7-v2.tar"]]);
    expect(await omissions(folder)).toEqual([
      "file mbdump.tar.xz FILE_DUPLICATE: mbdump.tar.bz2 is read in its place: take one of the two away",
      "file replication-7-v2.tar.bz2 FILE_DUPLICATE: replication-7-v2.tar is read in its place: take one of the two away",
    ]);
  });

  it("need no mention if they are known to be no input", async () => {
    const names = [
      "SHA256SUMS",
      "SHA256SUMS.asc",
      "sha256sums",
      "MD5SUMS",
      "mbdump.tar.bz2.asc",
      "a.csv.as-of",
      ".a.csv.part",
      "mbdump.tar.bz2.part",
      "mbdump.tar.bz2.md5",
      "x.tmp",
      "README",
      "COPYING",
      "LATEST",
      "notes.md",
      "lost+found",
      "Thumbs.db",
      "expected-collaborations.tsv",
    ];
    expect(await omissions(folderWith(Object.fromEntries(names.map((name) => [name, ""]))))).toEqual([]);
  });

  it("are named again as they are once they have changed, and not once they are read", async () => {
    const folder = folderWith({ "a.csv": "x,y\n" });
    expect(await omissions(folder)).toHaveLength(1);
    writeFileSync(folder.pathOf("a.csv"), ARTISTS);
    expect(await omissions(folder)).toEqual([]);
  });

  it("leave nothing out: every file is read, named, or known to be no input", async () => {
    const part = fc.constantFrom("mbdump", "replication-3-v2", "acousticbrainz-highlevel", "a", "b", "-x");
    const end = fc.constantFrom(".tar", ".tar.bz2", ".tar.gz", ".csv", ".json", ".zip", "");
    const names = fc.uniqueArray(
      fc.tuple(part, end).map((parts) => parts.join("")),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(names, async (files) => {
        const folder = folderWith(Object.fromEntries(files.map((name) => [name, ARTISTS])));
        const { dumps, features, packets, omitted } = await folder.scan();
        const found = [...dumps, ...features, ...packets.values(), ...omitted.map(({ file }) => file)];
        expect(found.toSorted()).toEqual(files.toSorted());
      }),
      { numRuns: 50 },
    );
  });
});

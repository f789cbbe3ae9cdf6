import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@interlude/infra-archives/testing";
import { describe, expect, it } from "vitest";
import { SourceFolder } from "./source-folder.js";

const root = temporaryFolder();
const newFolder = () => new SourceFolder(mkdtempSync(join(root, "source-")));
const rejection = (message: RegExp) =>
  expect.objectContaining({ code: "SOURCE_FILE_UNREADABLE", message: expect.stringMatching(message) });

describe("regression: a stat that fails was taken for a file that is gone", () => {
  it("is gone only if there is no such file", async () => {
    const folder = newFolder();
    writeFileSync(folder.pathOf("a"), "a");
    const before = await folder.fingerprint(["a", "b"]);
    expect(before).toMatch(/^a 1 .*\nb is gone\n/);
    expect(await folder.lastWritten(["b"])).toBe(0);
    expect(await folder.lastWritten(["a", "b"])).toBeGreaterThan(0);
  });

  it("is reported otherwise, with the file and what to do", async () => {
    const folder = newFolder();
    // Tests may run as root, who may read everything: a link to itself cannot be looked up by anyone.
    symlinkSync("loop.tar", folder.pathOf("loop.tar"));
    const message = /^loop\.tar cannot be looked up \(ELOOP\); let the user .* read it, or take it away$/;
    await expect(folder.fingerprint(["loop.tar"])).rejects.toThrow(rejection(message));
    await expect(folder.lastWritten(["loop.tar"])).rejects.toThrow(rejection(message));
  });

  it("keeps no other file from being read, and matters only if the name may be one of features", async () => {
    const folder = newFolder();
    for (const name of ["acousticbrainz-highlevel-0.tar", "a.csv", "notes.txt"]) {
      symlinkSync(name, folder.pathOf(name));
    }
    writeFileSync(folder.pathOf("b.csv"), "id,followers,genres,name,popularity\n");
    const { features, unreadable, omitted } = await folder.scan();
    expect(features).toEqual(["b.csv"]);
    expect([...unreadable]).toEqual(["a.csv", "acousticbrainz-highlevel-0.tar"]);
    expect(omitted.find(({ file }) => file === "a.csv")?.example).toMatch(
      /^a\.csv cannot be looked up \(ELOOP\)/,
    );
  });
});

import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@interlude/infra-archives/testing";
import { describe, expect, it } from "vitest";
import type { FeatureSource } from "./feature-source.js";
import { FeatureSources } from "./feature-sources.js";

const root = temporaryFolder();

describe("FeatureSources", () => {
  it("knows the source of each kind of file", async () => {
    const folder = mkdtempSync(join(root, "kinds-"));
    const sources = FeatureSources.all();
    const kindOf = async (name: string, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return (await sources.sourceOf({ name, path }))?.name ?? null;
    };
    expect(await kindOf("acousticbrainz-highlevel-json-20220623-0.tar.zst", "")).toBe(
      "acousticbrainz-highlevel",
    );
    expect(await kindOf("acousticbrainz-lowlevel-features-20220623-tonal.tar.zst", "")).toBe(
      "acousticbrainz-lowlevel",
    );
    expect(await kindOf("x.csv", "id,followers,genres,name,popularity\n")).toBe("popularity");
    expect(await kindOf("y.csv", "a,b\n")).toBeNull();
    expect(await kindOf("notes.txt", "id,followers,genres,name,popularity\n")).toBeNull();
  });

  it("asks once, and again when the file has changed: it may have been on its way", async () => {
    const path = join(mkdtempSync(join(root, "asked-")), "a.csv");
    let asked = 0;
    const source: FeatureSource = {
      name: "s",
      recognises: () => ++asked > 1,
      read: async () => undefined,
    };
    const sources = new FeatureSources([source]);
    const file = { name: "a.csv", path };
    expect(await sources.sourceOf(file)).toBeNull();
    writeFileSync(path, "");
    expect(await sources.sourceOf(file)).toBeNull();
    expect(await sources.sourceOf(file)).toBeNull();
    expect(asked).toBe(1);
    writeFileSync(path, "more");
    expect(await sources.sourceOf(file)).toBe(source);
    expect(asked).toBe(2);
  });

  it("takes nothing that is no file", async () => {
    const folder = mkdtempSync(join(root, "none-"));
    mkdirSync(join(folder, "a.csv"));
    symlinkSync(join(folder, "nowhere"), join(folder, "b.csv"));
    for (const name of ["a.csv", "b.csv", "c.csv"]) {
      expect(await FeatureSources.all().sourceOf({ name, path: join(folder, name) })).toBeNull();
    }
  });
});

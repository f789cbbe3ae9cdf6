import { readSettings } from "@interlude/infra-runtime/settings";
import { describe, expect, it } from "vitest";
import { ingestionConfiguration } from "./configuration.js";
import { settings } from "./settings.js";
import { RELEASE_DATE_TABLES } from "./writer/replicated-tables.js";
import { REPLICATED_TABLES } from "./writer/row-records.js";

const configured = (environment: Record<string, string>) =>
  ingestionConfiguration(readSettings(settings, environment));
const tablesOf = (environment: Record<string, string>) => configured(environment).tables;

describe("the tables that are kept", () => {
  it("are all that have a topic, unless some are named", () => {
    expect(tablesOf({})).toEqual(REPLICATED_TABLES);
    expect(tablesOf({ INGESTION_TABLES: " artist, recording ,," })).toEqual(new Set(["artist", "recording"]));
  });

  it("can do without those that release dates need", () => {
    const left = tablesOf({ INGESTION_RELEASE_DATES: "off" });
    expect(left.size).toBe(REPLICATED_TABLES.size - RELEASE_DATE_TABLES.size);
    expect([...RELEASE_DATE_TABLES].some((table) => left.has(table))).toBe(false);
    const named = { INGESTION_TABLES: "artist,track", INGESTION_RELEASE_DATES: "off" };
    expect(tablesOf(named)).toEqual(new Set(["artist"]));
  });

  it("are rejected if there is no such table, with those that there are", () => {
    expect(() => tablesOf({ INGESTION_TABLES: "artist,artists" })).toThrow(
      /INGESTION_TABLES names artists, which is none of the tables .*artist_credit,.*recording/,
    );
    expect(() => tablesOf({ INGESTION_TABLES: "," })).toThrow(/must be one or more texts/);
    expect(() => tablesOf({ INGESTION_RELEASE_DATES: "no" })).toThrow(/must be one of on, off/);
  });
});

describe("the packets to apply again", () => {
  const reapplied = (text: string) => configured({ INGESTION_FORCE_PACKETS: text }).reapply;

  it("are one or a range", () => {
    expect(configured({}).reapply).toEqual([]);
    expect(reapplied("104949")).toEqual([104_949]);
    expect(reapplied("162718-162720")).toEqual([162_718, 162_719, 162_720]);
  });

  it.each(["x", "5-4", "1-", "-3", "1-99999", "1.5"])("cannot be %j", (text) => {
    expect(() => reapplied(text)).toThrow(/INGESTION_FORCE_PACKETS must be the number/);
  });
});

describe("which files count", () => {
  it("are all, or one part", () => {
    expect(configured({}).only).toBeNull();
    expect(configured({ INGESTION_ONLY: "packets" }).only).toBe("packets");
    expect(() => configured({ INGESTION_ONLY: "csv" })).toThrow(/must be one of/);
  });
});

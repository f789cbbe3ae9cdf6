import { type Logger, StatusReporter } from "@interlude/infra-runtime";
import { StageMetrics } from "@interlude/stage";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type StreamHistory, zeroCounts } from "../history/epoch.js";
import { omittedFile } from "../history/omitted-file.js";
import type { StatusUpdate } from "./status-publisher.js";
import { StatusReport } from "./status-report.js";

const START = Date.UTC(2026, 10, 22);
const history = (parts: Partial<StreamHistory>): StreamHistory => ({
  lastEpoch: 1,
  hasCatalogue: true,
  sequence: 100,
  schemaSequence: 31,
  upTo: (START - 3_600_000) * 1000,
  dump: null,
  hasRequestedLetters: false,
  featureFiles: new Map(),
  omissions: [],
  open: null,
  ...parts,
});
const dump = {
  epoch: 1,
  kind: "dump",
  packet: null,
  isReapplied: false,
  files: [{ name: "mbdump.tar.bz2", kind: "dump" }],
} as const;

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => vi.useRealTimers());

function begin() {
  const lines: { level: string; code?: string; decompressor?: string }[] = [];
  const say = (level: string) => (fields: object) => void lines.push({ level, ...fields });
  const logger = { info: say("info"), warn: say("warn"), error: say("error") } as unknown as Logger;
  const reporter = new StatusReporter();
  const metrics = new StageMetrics("ingestion");
  const published: StatusUpdate[] = [];
  const work = {
    progressed: vi.fn<() => void>(),
    failed: vi.fn<() => void>(),
    succeeded: vi.fn<() => void>(),
  };
  const publish = (status: StatusUpdate) => void published.push(status);
  const report = new StatusReport({ reporter, metrics, work, logger, publish, now: Date.now });
  const metric = async (name: string) => {
    const found = (await metrics.registry.getMetricsAsJSON()).find((one) => one.name === name);
    return found!.values.map(({ value, labels }) => {
      const { service: _service, ...rest } = labels as Record<string, string>;
      return Object.keys(rest).length === 0 ? value : [Object.values(rest).join(), value];
    });
  };
  return { report, reporter, metric, lines, published, work };
}

describe("the health of ingestion", () => {
  it("is progress while a file is read, also of rows that are not sent; not while it stands still", () => {
    const { report, work } = begin();
    report.reading(dump);
    const file = { file: "mbdump.tar.bz2", size: 1_000, bytesRead: 0, decompressor: "none" as const };
    report.readingFile(file);
    file.bytesRead = 10;
    vi.advanceTimersByTime(1_000);
    expect(work.progressed).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(3_600_000);
    expect(work.progressed).toHaveBeenCalledTimes(1);
    file.bytesRead = 20;
    vi.advanceTimersByTime(1_000);
    expect(work.progressed).toHaveBeenCalledTimes(2);
  });

  it("is blocked from a failure on until something is done", () => {
    const { report, work } = begin();
    const error = new Error("the brokers are away");
    report.retrying(error, 1);
    expect(work.failed).toHaveBeenCalledWith(error);
    expect(work.succeeded).not.toHaveBeenCalled();
    report.sent("musicbrainz.recording", 1);
    expect(work.succeeded).toHaveBeenCalledTimes(1);
  });
});

describe("what operators see", () => {
  it("is how a dump gets on: part, speed, time left, and what unpacks it", async () => {
    const { report, reporter, metric, lines } = begin();
    const archive = {
      file: "mbdump.tar.bz2",
      size: 1_000,
      bytesRead: 0,
      decompressor: { program: "/usr/bin/lbzip2" },
    };
    report.reading(dump);
    expect(reporter.read().note).toBe("reading mbdump.tar.bz2");
    report.verifying(430, 1_000);
    expect(reporter.read().note).toBe("checking archives before they are read: 43 %");
    report.readingFile(archive);
    expect(lines).toContainEqual(expect.objectContaining({ file: "mbdump.tar.bz2", decompressor: "lbzip2" }));
    report.sent("musicbrainz.recording", 1_180_000);
    archive.bytesRead = 430;
    vi.advanceTimersByTime(10_000);
    expect(reporter.read().note).toBe("mbdump.tar.bz2 43 % · 118,000 rows/s · 14 s left · lbzip2");
    expect(await metric("interlude_ingestion_progress_ratio")).toEqual([["mbdump.tar.bz2", 0.43]]);
    const table = { file: "artists.csv", size: 500, bytesRead: 0, decompressor: "none" as const };
    report.readingFile(table);
    expect(reporter.read().note).toBe("artists.csv 0 % · not packed");
    report.sent("popularity.signals", 100);
    table.bytesRead = 250;
    vi.advanceTimersByTime(1_000);
    expect(reporter.read().note).toBe("artists.csv 50 % · 100 rows/s · 1 s left · not packed");
    expect(await metric("interlude_ingestion_progress_ratio")).toEqual([["artists.csv", 0.5]]);
    const epoch = {
      ...dump,
      sequence: 100,
      sourceSequence: 100,
      schemaSequence: 31,
      upTo: null,
      identity: "",
    };
    const counts = { ...zeroCounts(), published: 1 };
    report.published(epoch, counts, 5);
    vi.advanceTimersByTime(10_000);
    expect(reporter.read().note).toBeNull();
    expect(await metric("interlude_ingestion_progress_ratio")).toEqual([]);
  });

  it("is a lag that keeps rising while nothing is published", async () => {
    const { report, metric } = begin();
    expect(await metric("interlude_ingestion_lag_seconds")).toEqual([]);
    report.history(history({}));
    report.newest(null);
    expect(await metric("interlude_ingestion_packets_behind")).toEqual([0]);
    report.newest(103);
    report.blocked("LAYOUT_UNKNOWN_SCHEMA_SEQUENCE", "upgrade");
    expect(await metric("interlude_ingestion_packets_behind")).toEqual([3]);
    expect(await metric("interlude_ingestion_lag_seconds")).toEqual([3_600]);
    vi.advanceTimersByTime(60_000);
    expect(await metric("interlude_ingestion_lag_seconds")).toEqual([3_660]);
    report.history(history({ sequence: 103, upTo: START * 1000 }));
    expect(await metric("interlude_ingestion_packets_behind")).toEqual([0]);
    expect(await metric("interlude_ingestion_lag_seconds")).toEqual([60]);
  });

  it("is why it is stopped, in status, metric and log, and the log says it once", async () => {
    const { report, reporter, metric, lines } = begin();
    expect(await metric("interlude_follower_blocked")).toEqual([["", 0]]);
    report.blocked("PACKET_GAP", "packet 7 is missing");
    report.blocked("PACKET_GAP", "packet 7 is missing");
    expect(reporter.read().note).toBe("stopped: packet 7 is missing");
    expect(await metric("interlude_follower_blocked")).toEqual([["PACKET_GAP", 1]]);
    expect(lines).toEqual([expect.objectContaining({ level: "error", code: "PACKET_GAP" })]);
    report.waiting();
    expect(await metric("interlude_follower_blocked")).toEqual([["", 0]]);
    expect(reporter.read().note).toBeNull();
    report.blocked("PACKET_GAP", "packet 7 is missing");
    expect(lines.filter(({ level }) => level === "error")).toHaveLength(2);
  });

  it("is packets that were published again, besides whatever it does", async () => {
    const { report, reporter, metric, lines } = begin();
    report.changedPackets([], []);
    report.changedPackets([101, 104], []);
    report.changedPackets([101, 104], []);
    report.blocked("PACKET_GAP", "packet 7 is missing");
    expect(reporter.read().note).toBe(
      "stopped: packet 7 is missing · published again with other bytes, and not applied: packets 101, 104 " +
        "(interlude ingest packets DIR --force N applies one again)",
    );
    expect(await metric("interlude_ingestion_republished_packets")).toEqual([2]);
    expect(lines.filter(({ code }) => code === "PACKET_REPUBLISHED")).toHaveLength(1);
    report.changedPackets([], []);
    report.waiting();
    expect(reporter.read().note).toBeNull();
  });

  it("is packets that cannot be compared with what was applied", () => {
    const { report, reporter, lines } = begin();
    report.changedPackets([], ["packet.tar cannot be opened (EACCES)"]);
    report.changedPackets([], ["packet.tar cannot be opened (EACCES)"]);
    report.waiting();
    expect(reporter.read().note).toBe(
      "not compared with what was applied: packet.tar cannot be opened (EACCES)",
    );
    expect(lines.filter(({ level }) => level === "error")).toHaveLength(1);
    report.changedPackets([], []);
    expect(reporter.read().note).toBeNull();
  });

  it("is a folder that is only polled, for as long as that is so", () => {
    const { report, reporter, lines } = begin();
    report.polling("ENOSPC");
    report.polling("ENOSPC");
    report.waiting();
    expect(reporter.read().note).toMatch(
      /^the source folder cannot be watched \(ENOSPC\) and is only polled; raise/,
    );
    expect(lines.filter(({ code }) => code === "FOLDER_POLLED")).toEqual([
      expect.objectContaining({ level: "warn" }),
    ]);
    report.polling(null);
    expect(reporter.read().note).toBeNull();
  });

  it("is a dump that is left alone, and a feed that fails", async () => {
    const { report, reporter, metric, lines } = begin();
    report.omittedFiles([omittedFile("mbdump.tar", "DUMP_UNUSED", "it is old")]);
    report.omittedFiles([omittedFile("mbdump.tar", "DUMP_UNUSED", "it is old")]);
    report.fetchFailed("FEED_UNREACHABLE", "no response");
    expect(reporter.read().note).toBe("trying again: no response · left alone: it is old");
    expect(lines.map(({ code }) => code)).toEqual(["DUMP_UNUSED", "FEED_UNREACHABLE"]);
    expect(await metric("interlude_ingestion_feed_troubles_total")).toEqual([["FEED_UNREACHABLE", 1]]);
    report.omittedFiles([]);
    expect(reporter.read().note).toBe("trying again: no response");
  });

  it("is published with everything that belongs to it", () => {
    const { report, published } = begin();
    report.history(history({ sequence: 100, upTo: 7 }));
    report.newest(103);
    report.blocked("PACKET_GAP", "packet 101 is missing");
    const lag = { packetsBehind: 3, upTo: 7, omissions: [] };
    const stopped = { note: "stopped: packet 101 is missing", code: "PACKET_GAP", progress: null, ...lag };
    expect(published.at(-1)).toEqual(stopped);
    const omissions = [omittedFile("mbdump.tar", "DUMP_UNUSED", "it is old")];
    report.omittedFiles(omissions);
    const note = `${stopped.note} · left alone: it is old`;
    expect(published.at(-1)).toEqual({ ...stopped, note, omissions });
    report.omittedFiles([]);
    report.reading({ ...dump, kind: "packet" });
    expect(published.at(-1)).toEqual({ note: null, code: null, progress: null, ...lag });
    report.reading(dump);
    report.readingFile({ file: "mbdump.tar.bz2", size: 1_000, bytesRead: 430, decompressor: "none" });
    expect(published.at(-1)).toMatchObject({ note: "mbdump.tar.bz2 43 % · not packed", progress: 0.43 });
  });

  it("is what was not taken in: counted by kind and reason, files once each, and told with the newest epochs", async () => {
    const { report, metric, published } = begin();
    const row = {
      file: "a.csv",
      what: "row",
      code: "CSV_BAD",
      field: null,
      count: 3,
      example: "line 2",
    } as const;
    const files = [
      omittedFile("b.csv", "CSV_UNKNOWN", "no layout"),
      omittedFile("c.csv", "CSV_UNKNOWN", "no layout"),
    ];
    report.omittedFiles(files.slice(0, 1));
    report.omittedFiles(files);
    const epoch = {
      ...dump,
      sequence: 100,
      sourceSequence: 100,
      schemaSequence: 31,
      upTo: null,
      identity: "",
    };
    report.published(epoch, { ...zeroCounts(), omissions: [row, { ...row, file: "d.csv" }] }, 5);
    expect(await metric("interlude_ingestion_omissions_total")).toEqual([
      ["file,CSV_UNKNOWN", 2],
      ["row,CSV_BAD", 6],
    ]);
    report.history(history({ omissions: Array.from({ length: 500 }, () => row) }));
    expect(published.at(-1)!.omissions).toHaveLength(100);
    expect(published.at(-1)!.omissions.slice(0, 3)).toEqual([...files, row]);
    expect(published.at(-1)!.note).toBe("left alone: no layout");
  });

  it("is not published while another process is at work", () => {
    const { report, reporter, published } = begin();
    report.standingBy();
    expect(reporter.read().note).toMatch(/another ingestion process/);
    expect(published).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { readDumpControl, readPacketControl } from "./control-files.js";

const dump = {
  TIMESTAMP: "2026-05-11 21:14:26.5+00\n",
  REPLICATION_SEQUENCE: "190000\n",
  SCHEMA_SEQUENCE: "31\n",
};
const packet = { ...dump, DBMIRROR_VERSION: "2\n" };
const failure = (code: string, member: string) => expect.objectContaining({ code, member });

describe("control files", () => {
  it("of a dump name its schema, packet and time", () => {
    const timestamp = Date.UTC(2026, 4, 11, 21, 14, 26, 500) * 1000;
    expect(readDumpControl(dump)).toEqual({ schemaSequence: 31, replicationSequence: 190_000, timestamp });
    const old = { ...dump, TIMESTAMP: "This snapshot was taken at 2026-05-11 21:14:26.5+00\n" };
    expect(readDumpControl(old).timestamp).toBe(timestamp);
  });

  it("of a dump may be tied to no packet, but must say so with an empty file", () => {
    expect(readDumpControl({ ...dump, REPLICATION_SEQUENCE: "" }).replicationSequence).toBeNull();
    expect(() => readDumpControl({ ...dump, REPLICATION_SEQUENCE: undefined })).toThrow(
      failure("CONTROL_FILE_MISSING", "REPLICATION_SEQUENCE"),
    );
  });

  it.each([
    ["CONTROL_FILE_MISSING", "SCHEMA_SEQUENCE", { ...packet, SCHEMA_SEQUENCE: undefined }],
    ["CONTROL_FILE_MALFORMED", "SCHEMA_SEQUENCE", { ...packet, SCHEMA_SEQUENCE: "31 \n" }],
    ["CONTROL_FILE_MALFORMED", "REPLICATION_SEQUENCE", { ...packet, REPLICATION_SEQUENCE: "" }],
    ["CONTROL_FILE_MISSING", "DBMIRROR_VERSION", dump],
    ["DBMIRROR_VERSION_UNSUPPORTED", "DBMIRROR_VERSION", { ...packet, DBMIRROR_VERSION: "1\n" }],
    ["PACKET_SEQUENCE_MISMATCH", "REPLICATION_SEQUENCE", { ...packet, REPLICATION_SEQUENCE: "190001\n" }],
  ])("of a packet are refused with %s (%s)", (code, member, files) => {
    expect(() => readPacketControl(files, 190_000)).toThrow(failure(code, member));
  });

  it("of a packet may have a malformed time, which nothing depends on", () => {
    expect(readPacketControl({ ...packet, TIMESTAMP: "soon" }, 190_000)).toEqual({
      schemaSequence: 31,
      sequence: 190_000,
      timestamp: null,
    });
  });
});

import { MARKER_KEY, type Marker } from "@interlude/contracts";
import { expect, it } from "vitest";
import { createMemoryCodec } from "../testing/memory/memory-codec.js";
import { epochHeaders, isMarker, markerRecords } from "./markers.js";

it("a marker goes to every partition of every topic, with the headers of its epoch", async () => {
  const codec = createMemoryCodec();
  const marker: Marker = { epoch: 7, sequence: 12, kind: "packet", producedBy: "graph", ts: 1 };
  const headers = epochHeaders(7, "trace");
  const topics = [
    { name: "a", partitions: 1 },
    { name: "b", partitions: 2 },
  ];
  const records = markerRecords({ codec, marker, headers, topics });
  expect(records.map(({ topic, partition }) => `${topic}/${partition}`)).toEqual(["a/0", "b/0", "b/1"]);
  for (const record of records) {
    expect(String(record.key)).toBe(MARKER_KEY);
    expect(await codec.decodeMarker(record.value!)).toEqual(marker);
    expect(record.headers).toMatchObject(headers);
    expect([isMarker(record), isMarker({ headers })]).toEqual([true, false]);
  }
});

import { EPOCH_HEADER, MARKER_HEADER, type Marker, TRACE_HEADER, topics } from "@interlude/contracts";
import { type OutgoingRecord, epochHeaders, markerRecords } from "@interlude/stage";
import { MemoryEventLog, createMemoryCodec } from "@interlude/stage/testing";
import { beforeEach, expect, it } from "vitest";
import { checkOrder } from "./check-order.js";
import { compareNewestMarkers, orderLines, topicOrder } from "./topic-order-report.js";

const topic = topics.catalogArtists;
const codec = createMemoryCodec();
let log: MemoryEventLog;
let time = 0;

const record = (epoch: number, key: string, headers: Record<string, string> = {}): OutgoingRecord => ({
  topic: topic.name,
  partition: 1,
  key: Buffer.from(key),
  value: null,
  headers: { ...epochHeaders(epoch, `trace ${(time += 1)}`), ...headers },
});

const markers = (epoch: number, producedBy = "normalization", headerEpoch = epoch): OutgoingRecord[] => {
  const marker: Marker = { epoch, sequence: epoch, kind: "packet", producedBy, ts: (time += 1) };
  const headers = { [EPOCH_HEADER]: String(headerEpoch), [TRACE_HEADER]: "t" };
  return markerRecords({ codec, marker, headers, topics: [{ name: topic.name, partitions: 4 }] });
};

async function check(newestEpoch = 3) {
  const reports = await checkOrder({ log, codec, topics: [topic], newestEpoch });
  return { reports, order: topicOrder(reports[0]!) };
}

beforeEach(async () => {
  log = new MemoryEventLog();
  await log.createTopics([{ name: topic.name, partitions: 4, cleanup: "compact", retentionMs: -1 }]);
});

it("a repeat with a trace and a marker's time of its own is one", async () => {
  const [one, two] = [record(1, "a"), record(1, "b")];
  await log.append([one, two, ...markers(1)]);
  await log.append([record(1, "a"), record(1, "b"), ...markers(1), record(2, "a")]);
  expect((await check()).order).toMatchObject({ violations: 0, repeated: 6, records: 13 });
});

it("an old value behind its marker is named with its topic, partition and offset", async () => {
  await log.append([record(1, "a"), ...markers(1), record(2, "a"), record(1, "b")]);
  const { order } = await check();
  expect(order.examples).toEqual([
    expect.objectContaining({ code: "AFTER_MARKER", topic: topic.name, partition: 1, offset: 3 }),
  ]);
  expect(orderLines([order])).toEqual([
    expect.stringContaining("BROKEN   catalog.artists: 7 records, 1 violations"),
    expect.stringContaining("AFTER_MARKER at 1/3"),
    expect.stringContaining("1 topics: 7 records, 1 violations"),
  ]);
});

it.each([
  ["another service's", () => markers(2, "graph")[1]!],
  ["with two epochs", () => markers(3, "normalization", 2)[1]!],
  ["that is garbage", () => ({ ...markers(2)[1]!, value: Buffer.from("garbage") })],
  ["without a value", () => ({ ...markers(2)[1]!, value: null })],
  ["under another key", () => ({ ...markers(2)[1]!, key: Buffer.from("a") })],
  ["from the future", () => markers(99)[1]!],
])(
  "a marker %s is set aside as the stages do, and what follows is judged without it",
  async (_name, forged) => {
    await log.append([
      record(1, "a"),
      forged(),
      record(1, "b"),
      ...markers(1),
      record(2, "a"),
      ...markers(2),
    ]);
    expect((await check()).order).toMatchObject({ violations: 0, setAside: 1, markers: 8 });
  },
);

it("a record that says it is a marker in its header alone is none", async () => {
  await log.append([record(1, "a", { [MARKER_HEADER]: "1" }), record(1, "b")]);
  expect((await check()).order).toMatchObject({ violations: 0, setAside: 1, markers: 0 });
});

it("a partition that does not end with the newest marker is named", async () => {
  await log.append([...markers(1), ...markers(2).slice(0, 3)]);
  const { reports } = await check();
  const expected = new Map([[topic.name, { epoch: 2, partitions: 4 }]]);
  expect(compareNewestMarkers(reports, expected)).toMatchObject({
    compared: 4,
    examples: ["catalog.artists/3 is 1, should be 2"],
  });
});

it("a partition that was added is compared once it has records", async () => {
  await log.append(markers(1));
  const { reports } = await check();
  const expected = new Map([[topic.name, { epoch: 2, partitions: 2 }]]);
  expect(compareNewestMarkers(reports, expected)).toMatchObject({ compared: 4, differences: 4 });
  const grown = new Map([[topic.name, { epoch: 1, partitions: 4 }]]);
  expect(compareNewestMarkers(reports, grown)).toMatchObject({ compared: 4, differences: 0 });
});

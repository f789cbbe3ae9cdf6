import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  EPOCH_HEADER,
  MARKER_HEADER,
  MARKER_KEY,
  type Marker,
  deadLetterTopics,
  tableTopics,
  topics,
} from "@interlude/contracts";
import { type OutgoingRecord, followTopic, latestByKey } from "@interlude/stage";
import { type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { definition } from "./definition.js";
import { mirrors } from "./mirror/mirror-tables.js";
import { changeOf, insertsOf, mbid } from "./testing/rows.js";
import type { Sent } from "./testing/stage.js";

const main = fileURLToPath(new URL("main.js", import.meta.url));
const PAIR = `${mbid(3)}:${mbid(4)}`;

describe("the normalization process", () => {
  let stream: TestNamespace;
  let child: ChildProcess;
  let output = "";

  beforeAll(async () => {
    stream = await createTestNamespace(inject("stack"));
    child = startProcess();
  });
  afterAll(async () => {
    child.kill("SIGKILL");
    await stream.dispose();
  });

  function startProcess(): ChildProcess {
    const started = spawn(process.execPath, [main], {
      env: {
        ...process.env,
        ...stream.variables("normalization"),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const pipe of [started.stdout, started.stderr])
      pipe.on("data", (chunk) => (output += String(chunk)));
    return started;
  }

  async function send(epoch: number, rows: readonly Sent[]): Promise<void> {
    const headers = { [EPOCH_HEADER]: String(epoch) };
    const records = rows.map((sent, index): OutgoingRecord => {
      if (!("mirror" in sent) || sent.change === null) throw new TypeError("only rows are sent here");
      const { topic } = mirrors[sent.mirror];
      return {
        topic: topic.name,
        key: Buffer.from(`root ${index}`),
        value: stream.codec.encode(topic, sent.change),
        headers,
      };
    });
    await stream.log.append(records);
  }

  async function endEpoch(epoch: number): Promise<void> {
    const value = stream.codec.encodeMarker({
      epoch,
      sequence: epoch,
      kind: "packet",
      producedBy: "ingestion",
      ts: 0,
    });
    const headers = { [EPOCH_HEADER]: String(epoch), [MARKER_HEADER]: "1" };
    const markers: OutgoingRecord[] = definition.inputs.flatMap(({ name, partitions }) =>
      Array.from({ length: partitions }, (_, partition) => ({
        topic: name,
        partition,
        key: Buffer.from(MARKER_KEY),
        value,
        headers,
      })),
    );
    await stream.log.append(markers);
  }

  /** Until the stage's own marker has come out of every partition of the last topic that it writes. */
  async function published(epoch: number): Promise<Marker> {
    const topic = topics.catalogTracks;
    const missing = new Set(Array.from({ length: topic.partitions }, (_, partition) => partition));
    let onMarker: (marker: Marker, partition: number) => void = () => {};
    const out = new Promise<Marker>((resolve) => {
      onMarker = (marker, partition) => {
        if (marker.epoch === epoch) missing.delete(partition);
        if (missing.size === 0) resolve(marker);
      };
    });
    const subscription = await followTopic({
      log: stream.log,
      codec: stream.codec,
      topic,
      group: `test-${epoch}`,
      from: "beginning",
      onRecord: () => {},
      onMarker: (marker, partition) => onMarker(marker, partition),
    });
    const exit = once(child, "exit").then(() => Promise.reject(new Error(`the process ended: ${output}`)));
    try {
      return await Promise.race([out, exit]);
    } finally {
      exit.catch(() => {});
      await subscription.close();
    }
  }

  it("publishes epoch by epoch, sets bad records aside, and goes on after it was killed", async () => {
    await send(
      1,
      insertsOf([
        [
          "artist_type",
          { id: 1, name: "Person", parent: null, child_order: 0, description: null, gid: mbid(1) },
        ],
        ["artist", { id: 3, gid: mbid(3), name: "Art Blakey", type: 1 }],
        ["artist", { id: 4, gid: mbid(4), name: "Horace Silver" }],
        ["artist", { id: 5, gid: "no-mbid" }],
        ["artist_credit_name", { artist_credit: 1, position: 0, artist: 3 }],
        ["artist_credit_name", { artist_credit: 1, position: 1, artist: 4 }],
        ["recording", { id: 9, gid: mbid(9), artist_credit: 1 }],
      ]),
    );
    const garbage = {
      topic: tableTopics.recording.name,
      key: Buffer.from("x"),
      value: Buffer.from("garbage"),
    };
    await stream.log.append([{ ...garbage, headers: { [EPOCH_HEADER]: "1" } }]);
    await endEpoch(1);
    expect(await published(1)).toMatchObject({ epoch: 1, producedBy: "normalization" });
    const artists = await latestByKey(stream.log, stream.codec, topics.catalogArtists);
    expect(artists.get(mbid(3))).toMatchObject({ name: "Art Blakey", type: "Person" });
    expect([...(await latestByKey(stream.log, stream.codec, topics.catalogCollaborations))]).toEqual([
      [PAIR, { artistA: mbid(3), artistB: mbid(4), weight: 1, firstRecording: 9, kinds: [] }],
    ]);
    expect((await deadLetterCodes()).toSorted()).toEqual(["ROW_INVALID", "VALUE_UNDECODABLE"]);

    const recording = { id: 9, gid: mbid(9), artist_credit: 1 };
    await send(2, [changeOf("recording", recording, null, { sequence: 2, position: 0 })]);
    child.kill("SIGKILL");
    await once(child, "exit");
    child = startProcess();
    await endEpoch(2);
    await published(2);
    expect((await latestByKey(stream.log, stream.codec, topics.catalogCollaborations)).size).toBe(0);

    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  async function deadLetterCodes(): Promise<string[]> {
    const topic = deadLetterTopics.normalization;
    const codes: string[] = [];
    for await (const { value } of stream.log.read([topic.name])) {
      codes.push((await stream.codec.decode(topic, value!)).code);
    }
    return codes;
  }
});

import { topics } from "@interlude/contracts";
import { StageProcess, type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { latestByKey } from "@interlude/stage";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { definition } from "../definition.js";
import { candidateOf, numberedMbid } from "../testing/records.js";

const SECONDS = 1_000;
const OTHERS = [2, 3, 4, 5];

let stream: TestNamespace;
let service: StageProcess;

beforeEach(async () => {
  stream = await createTestNamespace(inject("stack"));
  service = new StageProcess(stream, definition, new URL("../main.js", import.meta.url));
});
afterEach(async () => {
  await service?.end();
  await stream?.dispose();
});

/** Response of the process at hand; null while it does not respond as wanted. */
async function send(method: string, path: string, body?: object): Promise<Response | null> {
  const address = /"address":"([^"]+)"[^\n]*"msg":"ready"/.exec(service.output)?.[1];
  if (address === undefined) return null;
  const json = { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const init: RequestInit = body === undefined ? { method } : { method, ...json };
  const response = await fetch(`${address}${path}`, init).catch(() => null);
  return response?.ok === true ? response : null;
}

const pathOf = (other: number): string => `/api/candidates/${numberedMbid(1)}/${numberedMbid(other)}`;

async function done(method: string, path: string, body?: object): Promise<void> {
  await expect
    .poll(async () => (await send(method, path, body)) !== null, { timeout: 60 * SECONDS, interval: 100 })
    .toBe(true);
}

describe("a console that is killed while readers give feedback", () => {
  it(
    "has on the topic what it shows",
    async () => {
      service.start();
      const candidates = OTHERS.map((other) => candidateOf(1, other));
      await service.send(
        1,
        candidates.map((value) => ({ topic: topics.candidates, key: topics.candidates.keyOf(value), value })),
      );
      for (const other of OTHERS) await done("GET", pathOf(other));
      for (const other of OTHERS) {
        await done("POST", `${pathOf(other)}/feedback`, {
          verdict: other % 2 === 0 ? "rejected" : "accepted",
        });
        await service.end("SIGKILL");
        service.start();
      }
      await done("DELETE", `${pathOf(5)}/feedback`);
      await service.end("SIGKILL");
      service.start();
      const onTopic = async (): Promise<string[]> => {
        const latest = await latestByKey(stream.log, stream.codec, topics.candidateFeedback);
        return [...latest.values()].map(({ artistB, verdict }) => `${artistB.slice(-1)} ${verdict}`).sort();
      };
      await expect
        .poll(onTopic, { timeout: 60 * SECONDS, interval: 200 })
        .toEqual(["2 rejected", "3 accepted", "4 rejected"]);
    },
    300 * SECONDS,
  );
});

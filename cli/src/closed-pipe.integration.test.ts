import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { EPOCH_HEADER, type CandidateCollaboration, topics } from "@interlude/contracts";
import { someCandidate } from "@interlude/contracts/testing";
import type { Namespace } from "@interlude/infra-local";
import "@interlude/infra-testing";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openNamespace } from "./deployment/namespace.js";
import { CommandLine } from "./testing/command-line.js";

/** More than a pipe holds. */
const ARTISTS = 5_000;

const home = mkdtempSync(join(tmpdir(), "interlude-pipe-"));
let namespace: Namespace;

beforeAll(async () => {
  process.env["INTERLUDE_HOME"] = home;
  namespace = openNamespace("pipe", inject("stack"));
  await namespace.prepare();
  await namespace.onDatabase((database) =>
    database.query(
      `insert into scoring.scored_pairs (artist_a, artist_b, status, graph_version, epoch, sequence)
       select lpad(n::text, 32, '0')::uuid, lpad((n + 1)::text, 32, '0')::uuid, 'KNOWN', 1, 1, 1
       from generate_series(0, ${ARTISTS - 1}) as n`,
    ),
  );
  await namespace.reading(async (log, codec) => {
    const candidate = (n: number): CandidateCollaboration =>
      someCandidate({
        artistA: mbid(n),
        artistB: mbid(n + 1),
        nameA: `artist ${n}`,
        nameB: `artist ${n + 1}`,
        probability: 0.9,
        logit: 2.2,
        intercept: 2.2,
        modelId: "a model",
      });
    await log.append(
      Array.from({ length: ARTISTS }, (_, n) => ({
        topic: topics.candidates.name,
        key: Buffer.from(topics.candidates.keyOf(candidate(n))),
        value: codec.encode(topics.candidates, candidate(n)),
        headers: { [EPOCH_HEADER]: "1" },
      })),
    );
  });
});

afterAll(async () => {
  await namespace.remove();
  rmSync(home, { recursive: true, force: true });
});

function mbid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

/** What a command ends with, and says, whose reader takes the first of its results and leaves. */
async function readByHead(words: readonly string[]): Promise<{ code: number | null; said: string[] }> {
  const command = new CommandLine(namespace.addresses, home);
  const child = command.start(...words, "--namespace", namespace.name);
  /** Apart from which servers respond. */
  const said: string[] = [];
  createInterface(child.stderr).on("line", (line) => {
    if (!/ responds \(/.test(line)) said.push(line);
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}

it.each([
  [["candidates", "watch", "--from-beginning"]],
  [["export", "candidates", "--out", "-"]],
  [["export", "candidates", "--out", "-", "--format", "jsonl"]],
  [["export", "scored", "--out", "-"]],
])("interlude %j ends without a word when its reader leaves", async (words) => {
  expect(await readByHead(words)).toEqual({ code: 141, said: [] });
});

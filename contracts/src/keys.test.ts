import {
  type Arbitrary,
  assert,
  constant,
  constantFrom,
  nat,
  property,
  record,
  stringMatching,
  tuple,
  uuid,
} from "fast-check";
import { describe, expect, it } from "vitest";
import type { KeyedTopic } from "./topic.js";
import { catalogue, deadLetterTopics, tableTopics, topics } from "./topics.js";

const mbid = uuid();
const pair = tuple(mbid, mbid)
  .filter(([one, other]) => one !== other)
  .map((mbids) => mbids.sort())
  .map(([artistA, artistB]) => ({ artistA: artistA!, artistB: artistB! }));
const word = stringMatching(/^[^:]+$/);

/** What the keys of each topic consist of: whatever values have of it. */
const SUBJECTS: Readonly<Record<string, Arbitrary<object>>> = {
  "ingestion.epochs": record({ epoch: nat() }),
  "ingestion.status": constant({}),
  "acousticbrainz.highlevel": record({ recording: mbid }),
  "acousticbrainz.lowlevel": record({ recording: mbid }),
  "popularity.signals": record({ provider: word, entity: constantFrom("artist", "track"), id: word }),
  "popularity.track-features": record({ provider: word, id: word }),
  "catalog.artists": record({ artist: mbid }),
  "catalog.collaborations": pair,
  "catalog.tracks": record({ recording: mbid }),
  "graph.deltas": pair,
  "graph.artists": record({ artist: mbid }),
  "graph.dirty": record({ artist: mbid }),
  "candidate-collaborations": pair,
  "candidate-feedback": pair,
  "link-models": record({ modelId: word }),
  "synthetic-tracks": tuple(pair, nat(999_999)).map(([artists, sample]) => ({ ...artists, sample })),
  "generation-models": record({ modelId: word }),
};

/** Their keys are the row's aggregate root or the key of another record: they do not follow from the value. */
const UNKEYED = new Set<unknown>([...Object.values(tableTopics), ...Object.values(deadLetterTopics)]);

describe("keys of topics", () => {
  for (const topic of catalogue.filter((each) => !UNKEYED.has(each))) {
    const { keyOf, parseKey } = topic as KeyedTopic<unknown, object>;

    it(`of ${topic.name} read back to what they are made of`, () => {
      assert(
        property(SUBJECTS[topic.name]!, (subject) => {
          expect(parseKey(keyOf(subject))).toEqual(subject);
        }),
      );
    });

    it(`of ${topic.name} are no empty text`, () => {
      expect(parseKey("")).toBeNull();
    });
  }

  it("are described for every topic", () => {
    for (const { name, key } of catalogue) expect(`${name}: ${key}`).toMatch(/: ./);
  });

  it("take the artists of a pair in either order", () => {
    const [artistA, artistB] = [
      "00000000-0000-4000-8000-00000000000b",
      "00000000-0000-4000-8000-00000000000a",
    ];
    expect(topics.candidates.keyOf({ artistA, artistB })).toBe(`${artistB}:${artistA}`);
  });
});

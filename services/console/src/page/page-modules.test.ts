import type { IngestionStatus, SyntheticTrack } from "@interlude/contracts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FeedbackItem } from "../feedback/feedback-item.js";
import type { Neighbourhood } from "../artists/neighbourhood.repository.js";
import { type IngestionState, ingestionState } from "../ingestion/ingestion-state.js";
import { numberedMbid, statusOf, trackOf } from "../testing/records.js";

type Spot = { x: number; y: number; angle: number };

// What runs in the browser is plain JavaScript in public/, checked by its own tsconfig.json.
const load = async <Module>(name: string) =>
  (await import(new URL(`../../public/${name}`, import.meta.url).href)) as Module;
const { radialLayout, RINGS } = await load<{
  radialLayout: (neighbourhood: Neighbourhood) => Map<string, Spot>;
  RINGS: number[];
}>("network-layout.js");
const format = await load<{
  probability: (value: number) => string;
  signed: (value: number) => string;
  ago: (milliseconds: number) => string;
  artistName: (name: string, mbid: string) => string;
  shortened: (text: string, longest: number) => string;
  label: (name: string) => string;
}>("format.js");
const { feedbackWords } = await load<{
  feedbackWords: (feedback: Pick<FeedbackItem, "verdict" | "source" | "givenAt">, now: number) => string;
}>("feedback.js");
const { ingestionWords } = await load<{
  ingestionWords: (ingestion: IngestionState | null, now: number) => Record<string, string | null> | null;
}>("ingestion-words.js");
const { omissionWords } = await load<{
  omissionWords: (omissions: IngestionState["omissions"]) => Record<string, unknown> | null;
}>("omission-words.js");
const { trackWords, modelWords } = await load<{
  trackWords: (track: Partial<SyntheticTrack>) => string;
  modelWords: (track: Partial<SyntheticTrack>) => string;
}>("track-words.js");
const { parseUrlState, linkTo } = await load<{
  parseUrlState: (hash: string) => { pair: string | null; artist: string | null };
  linkTo: (state: { pair: string | null; artist: string | null }) => string;
}>("url-state.js");

function neighbourhoodOf(
  first: number,
  second: number,
  joins: readonly (readonly [number, number])[],
): Neighbourhood {
  const node = (n: number, ring: 0 | 1 | 2) => ({
    artist: numberedMbid(n),
    name: "",
    degree: 1,
    ring,
    community: n % 3,
  });
  const inner = Array.from({ length: first }, (_, i) => i + 1);
  const outer = Array.from({ length: second }, (_, i) => first + i + 1);
  const edge = (a: number, b: number) => ({ artistA: numberedMbid(a), artistB: numberedMbid(b), weight: 1 });
  return {
    artist: numberedMbid(0),
    depth: 2,
    nodes: [node(0, 0), ...inner.map((n) => node(n, 1)), ...outer.map((n) => node(n, 2))],
    edges: [...inner.map((n) => edge(0, n)), ...joins.map(([a, b]) => edge(a, b))],
    candidates: [],
    truncated: false,
  };
}

describe("radialLayout", () => {
  it("puts every artist on its ring", () => {
    const counts = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(counts, fc.array(fc.tuple(fc.nat(60), fc.nat(60))), ([first, second], joins) => {
        const known = joins.filter(([a, b]) => a <= first + second && b <= first + second && a !== b);
        const neighbourhood = neighbourhoodOf(first, second, known);
        const spots = radialLayout(neighbourhood);
        for (const { artist, ring } of neighbourhood.nodes) {
          const { x, y } = spots.get(artist)!;
          expect(Math.hypot(x, y)).toBeCloseTo(RINGS[ring]!, 6);
        }
        const places = new Set([...spots.values()].map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`));
        expect(places.size).toBe(first + second + 1);
      }),
    );
  });

  it("puts an artist outside next to the one that it is joined to", () => {
    const spots = radialLayout(
      neighbourhoodOf(
        6,
        6,
        [1, 2, 3, 4, 5, 6].map((n) => [n, n + 6] as const),
      ),
    );
    for (let n = 1; n <= 6; n += 1) {
      const [inner, outer] = [spots.get(numberedMbid(n))!, spots.get(numberedMbid(n + 6))!];
      expect(Math.cos(inner.angle - outer.angle)).toBeCloseTo(1, 6);
    }
  });
});

describe("what the page writes", () => {
  it("never rounds to certainty", () => {
    expect([0, 0.0001, 0.5, 0.99949, 0.99999, 1].map(format.probability)).toEqual([
      "0.0%",
      "< 0.1%",
      "50.0%",
      "99.9%",
      "> 99.9%",
      "100.0%",
    ]);
  });

  it("gives numbers their sign, and zero none", () => {
    expect([1.5, -0.25, 0, -0.001].map(format.signed)).toEqual(["+1.50", "−0.25", "0.00", "0.00"]);
  });

  it("tells ages in one unit", () => {
    const seconds = [-5, 1, 30, 600, 7_200, 259_200];
    expect(seconds.map((s) => format.ago(s * 1000))).toEqual([
      "just now",
      "just now",
      "30 s ago",
      "10 min ago",
      "2 h ago",
      "3 days ago",
    ]);
  });

  it("names what has no name yet, and shortens by characters", () => {
    expect(format.artistName("", numberedMbid(1))).toBe("00000000…");
    expect(format.shortened("😀😀😀😀", 3)).toBe("😀😀…");
    expect(format.shortened("abc", 3)).toBe("abc");
    expect([format.label("female_voice"), format.label("commonNeighbours")]).toEqual([
      "Female voice",
      "Common neighbours",
    ]);
  });
});

describe("what the page says of feedback", () => {
  it("is who gave it and when, and what it does", () => {
    const given = { source: "<Ann>", givenAt: "2026-11-22T00:00:00.000Z" };
    const now = Date.UTC(2026, 10, 22, 2);
    expect(feedbackWords({ verdict: "accepted", ...given }, now)).toBe("Accepted by <Ann>, 2 h ago.");
    expect(feedbackWords({ verdict: "rejected", ...given }, now)).toBe(
      "Rejected by <Ann>, 2 h ago; hidden until more speaks for it.",
    );
  });
});

describe("what the page says of a synthetic track", () => {
  it("is what its model has of tempo, key, genres, mood, timbre and voice", () => {
    expect(trackWords(trackOf(1, 2, 0))).toBe(
      "120 beats a minute · C major · jazz 75% · passionate · dark timbre · instrumental",
    );
    expect(trackWords(trackOf(1, 2, 0, { tempo: null, key: null, genres: [], voice: null }))).toBe(
      "passionate · dark timbre",
    );
    // Of a build that had no attributes.
    expect(trackWords({})).toBe("no attributes");
  });

  it("is which kind of model drew it, and for what", () => {
    expect(modelWords(trackOf(1, 2, 0))).toBe(
      "Drawn from the copula of the genre, the baseline that serves until a trained model passes its gates. " +
        "For genre jazz, popularity mean 40, and how the two stand in the graph.",
    );
    expect(modelWords({ modelKind: "vae" })).toBe("Drawn from a conditional variational autoencoder.");
  });
});

describe("addresses of what is looked at", () => {
  const pair = `${numberedMbid(1)}:${numberedMbid(2)}`;
  const artist = numberedMbid(3);

  it.each([
    { pair, artist },
    { pair, artist: null },
    { pair: null, artist },
    { pair: null, artist: null },
  ])("come back as they were: %j", (state) => {
    expect(parseUrlState(linkTo(state))).toEqual(state);
  });

  it("take nothing else", () => {
    expect(parseUrlState(`#pair=${pair}x&artist=../../api`)).toEqual({ pair: null, artist: null });
  });
});

describe("what the page says of ingestion", () => {
  const NOW = Date.UTC(2026, 10, 22);
  const words = (fields: Partial<IngestionStatus>) =>
    ingestionWords(ingestionState(statusOf({ ts: NOW * 1000, ...fields })), NOW);
  const hoursAgo = (hours: number) => (NOW - hours * 3_600_000) * 1000;

  it("is its progress, as it says it", () => {
    expect(words({ upTo: hoursAgo(3) })).toEqual({
      state: "working",
      note: "mbdump.tar.bz2 43 % · 118,000 rows/s · 12 min left",
      code: null,
      lag: "data up to 3 h ago",
    });
  });

  it("is why it is stopped, and a lag that goes on rising", () => {
    const stopped = { note: "stopped: packet 7 is missing", code: "PACKET_GAP", progress: null };
    const lag = "1 packet behind · data up to 5 h ago";
    expect(words({ ...stopped, packetsBehind: 1, upTo: hoursAgo(5), ts: hoursAgo(4) })).toEqual({
      state: "stopped",
      note: stopped.note,
      code: "PACKET_GAP",
      lag,
    });
  });

  it("is that it waits, once there is something", () => {
    const quiet = { note: null, progress: null };
    expect(words({ ...quiet, packetsBehind: 0, upTo: hoursAgo(2) })).toMatchObject({ state: "waiting" });
    expect(words(quiet)).toBeNull();
    expect(ingestionWords(null, NOW)).toBeNull();
  });

  it("is what was not taken in, by kind and one by one", () => {
    const row = {
      file: "mbdump.tar",
      what: "row",
      code: "ROW_BAD_INTEGER",
      field: null,
      count: 1_200,
    } as const;
    const omissions = [
      { ...row, file: "<b>.csv", what: "file", code: "CSV_UNKNOWN", count: 1, example: "no layout" } as const,
      { ...row, example: "mbdump/artist, line 7: many" },
      { ...row, what: "value", field: "artist.created", count: 1, example: "line 8: infinity" } as const,
    ];
    expect(omissionWords(omissions)).toEqual({
      summary: "Not taken in as it is: 1 file left alone, 1,200 rows set aside, 1 value kept as null",
      lines: [
        "<b>.csv: left alone, CSV_UNKNOWN: no layout",
        "mbdump.tar: 1,200 rows set aside, ROW_BAD_INTEGER: mbdump/artist, line 7: many",
        "mbdump.tar: 1 value kept as null, ROW_BAD_INTEGER (artist.created): line 8: infinity",
      ],
    });
    expect(omissionWords([])).toBeNull();
  });

  it("is that it fell silent while it read", () => {
    expect(words({ ts: hoursAgo(2) })).toMatchObject({ lag: "last heard of 2 h ago" });
  });
});

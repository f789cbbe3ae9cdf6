import { type Faults, insertedRow } from "@interlude/infra-checks";

const ARTIST_A = "00000000-0000-4000-8000-000000000000";
const ARTIST_B = "ffffffff-ffff-4fff-bfff-ffffffffffff";

const PAIR = { artist_a: ARTIST_A, artist_b: ARTIST_B, graph_version: "1" };
const EDGE = { ...PAIR, weight: "1", first_recording: "1" };
const KNOWN = { ...PAIR, status: "KNOWN", epoch: "1", sequence: "1" };
const CANDIDATE = {
  ...KNOWN,
  status: "CANDIDATE",
  logit: "0",
  model_id: "model",
  record_digest: "\\x00",
  first_seen_epoch: "1",
  first_seen_sequence: "1",
  first_seen_at: "1",
};

const REJECTED = {
  artist_a: ARTIST_A,
  artist_b: ARTIST_B,
  from_epoch: "1",
  verdict: "rejected",
  logit: "0",
  common_neighbours: "2",
  record: "{}",
};

const inserted = (table: string, row: Readonly<Record<string, string>>): string =>
  insertedRow(`scoring.${table}`, row).sql!;

/** For each rule on scoring's tables, a fault that breaks it. */
export const scoringFaults: Faults = {
  "candidates-are-new": { sql: `${inserted("edges", EDGE)}; ${inserted("scored_pairs", CANDIDATE)}` },
  "rejected-pairs-hidden": {
    sql: `${inserted("feedback", REJECTED)};
      ${inserted("scored_pairs", { ...CANDIDATE, common_neighbours: "2" })}`,
  },
  "known-pairs-scored": { sql: inserted("edges", EDGE) },
  "known-pairs-are-edges": { sql: inserted("scored_pairs", KNOWN) },
  "scored-pairs-have-models": { sql: inserted("scored_pairs", CANDIDATE) },
  "scored-pairs-counted": { sql: inserted("scored_pairs", KNOWN) },
};

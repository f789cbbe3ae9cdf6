import type { Faults } from "@interlude/infra-checks";

const ARTIST_A = "00000000-0000-4000-8000-000000000000";
const ARTIST_B = "ffffffff-ffff-4fff-bfff-ffffffffffff";

/** For each rule on scoring's tables, a fault that breaks it. */
export const scoringFaults: Faults = {
  "candidates-are-new": {
    sql: `insert into scoring.edges (artist_a, artist_b, weight, first_recording, graph_version)
        values ('${ARTIST_A}', '${ARTIST_B}', 1, 1, 1);
      insert into scoring.models (model_id, trained_at_epoch, graph_version, model) values ('model', 1, 1, '{}');
      insert into scoring.candidates (artist_a, artist_b, model_id, graph_version, record)
        values ('${ARTIST_A}', '${ARTIST_B}', 'model', 1, '{}')`,
  },
};

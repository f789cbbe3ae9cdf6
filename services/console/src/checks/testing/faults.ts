import { type Faults, insertedRow } from "@interlude/infra-checks";

/** For each rule on the console's tables, a fault that breaks it. */
export const consoleFaults: Faults = {
  "range-candidates-probability": insertedRow("console.candidates", {
    artist_a: "00000000-0000-4000-8000-000000000000",
    artist_b: "ffffffff-ffff-4fff-bfff-ffffffffffff",
    probability: "1.5",
    operating_points: "{}",
    words: "",
    body: "{}",
    since_epoch: "1",
    changed_epoch: "1",
  }),
};

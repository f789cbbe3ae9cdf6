import { type Faults, insertedRow } from "@interlude/infra-checks";

/** For each rule on what every stage keeps, a fault that breaks it. */
export const stageFaults: Faults = {
  "stages-complete": { sql: "update graph.stage_state set completed_epoch = 1" },
  "outbox-stuck": insertedRow("graph.outbox", {
    topic: "graph.deltas",
    partition: "0",
    headers: "{}",
    count: "0",
    records: "",
  }),
};

import { tableTopics, topics } from "@interlude/contracts";
import { appendGarbage, forgeMarkers } from "../inject/records.js";
import type { Scenario } from "../scenario.js";

const MIB = 2 ** 20;

/** Records that should not be there: each is a dead letter, and nothing else. */
export const recordScenarios: readonly Scenario[] = [
  {
    name: "marker-garbage",
    fault: forgeMarkers({ topic: tableTopics.tag, says: null }, { topic: topics.catalogArtists, says: null }),
    deadLetters: 3,
    setAside: 2,
  },
  {
    name: "marker-forged",
    fault: forgeMarkers(
      { topic: tableTopics.tag, says: { producedBy: "graph" } },
      { topic: topics.catalogArtists, says: { producedBy: "console" } },
    ),
    deadLetters: 3,
    setAside: 2,
  },
  {
    name: "marker-of-the-future",
    fault: forgeMarkers({ topic: tableTopics.tag, says: { epoch: 1_000_000 } }),
    deadLetters: 1,
    setAside: 1,
  },
  {
    name: "row-of-16-mib",
    fault: appendGarbage(
      tableTopics.tag,
      { bytes: 16 * MIB, isCompressible: true },
      { bytes: 7 * MIB, isCompressible: false },
    ),
    deadLetters: 2,
  },
];

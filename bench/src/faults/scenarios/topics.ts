import { tableTopics, topics } from "@interlude/contracts";
import { command, rebuild, whileStopped } from "../inject/commands.js";
import { inTurn, killService, stopService, together } from "../inject/signals.js";
import { compact, deleteAheadOf, growPartitions, recreateTopic } from "../inject/topics.js";
import type { Scenario } from "../scenario.js";

/** What an operator, or retention, does to topics. */
export const topicScenarios: readonly Scenario[] = [
  {
    name: "compaction-with-a-lag",
    fault: together(
      compact([topics.catalogArtists, topics.catalogCollaborations, topics.graphArtists], 45),
      stopService("graph", 30),
    ),
    seconds: 60,
  },
  {
    name: "records-deleted",
    fault: deleteAheadOf("scoring", topics.graphDeltas),
    seconds: 12,
    stops: { service: "scoring", code: "OFFSET_LOST" },
    recovery: inTurn(rebuild("scoring"), rebuild("console")),
    sameAsWithoutFault: false,
  },
  {
    name: "topic-recreated",
    fault: recreateTopic(topics.graphArtists),
    stops: { service: "graph", code: "OUTPUT_LOST" },
    recovery: inTurn(rebuild("graph"), rebuild("scoring"), rebuild("generation"), rebuild("console")),
    sameAsWithoutFault: false,
  },
  {
    name: "partitions-grown",
    // Producers that start anew know of the new partitions before consumers do.
    fault: inTurn(growPartitions(tableTopics.recording, 8), killService("ingestion")),
    seconds: 20,
    sameAsWithoutFault: false,
  },
  {
    name: "partitions-grown-by-command",
    fault: whileStopped(command("topics", "grow", tableTopics.recording.name, "--partitions", "8")),
    sameAsWithoutFault: false,
  },
];

import { topics } from "@interlude/contracts";
import { forgeMarkers } from "../inject/records.js";
import { inTurn, killSomeService, restartServer, stopRelay } from "../inject/signals.js";
import type { Scenario } from "../scenario.js";

/** A little of everything, one after the other, on two processes a service: what there is time for at every change. */
export const shortScenario: Scenario = {
  name: "short",
  replicas: 2,
  fault: inTurn(
    killSomeService(2),
    stopRelay("normalization", 30),
    restartServer("postgres"),
    forgeMarkers({ topic: topics.catalogArtists, says: { producedBy: "console" } }),
    restartServer("kafka"),
  ),
  seconds: 60,
  // The graph service and scoring read the topic.
  deadLetters: 2,
  setAside: 1,
};

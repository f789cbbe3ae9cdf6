import { SERVICES } from "@interlude/contracts";
import { inTurn, killService, stopService, together } from "../inject/signals.js";
import type { Scenario } from "../scenario.js";

/** Two and three processes a service, of which some die or stand still in the middle of an epoch. */
export const replicaScenarios: readonly Scenario[] = [
  {
    name: "replicas-2-kill",
    replicas: 2,
    fault: inTurn(...SERVICES.map((service) => killService(service))),
  },
  {
    name: "replicas-2-stop",
    replicas: 2,
    fault: together(...SERVICES.map((service) => stopService(service, 60))),
    seconds: 60,
  },
  {
    name: "replicas-3-kill",
    replicas: 3,
    fault: inTurn(...SERVICES.map((service, at) => killService(service, at % 3))),
  },
  {
    name: "replicas-3-stop",
    replicas: 3,
    fault: together(
      ...SERVICES.flatMap((service) => [stopService(service, 40, 0), stopService(service, 25, 1)]),
    ),
    seconds: 40,
  },
];

import { SERVICES } from "@interlude/contracts";
import {
  bounceServer,
  killServer,
  killService,
  stopServer,
  stopService,
  together,
} from "../inject/signals.js";
import type { Scenario } from "../scenario.js";

const SERVERS = ["kafka", "registry", "postgres"] as const;
const SIX_MINUTES = 360;

/** Processes that die, and processes that stand still for a minute, or for longer than any lease or session. */
export const signalScenarios: readonly Scenario[] = [
  ...SERVICES.map((service) => ({ name: `kill-${service}`, fault: killService(service) })),
  ...SERVERS.map((server) => ({ name: `kill-${server}`, fault: killServer(server) })),
  ...SERVICES.map((service) => ({
    name: `stop-60-${service}`,
    fault: stopService(service, 60),
    seconds: 60,
  })),
  ...SERVERS.map((server) => ({ name: `stop-60-${server}`, fault: stopServer(server, 60), seconds: 60 })),
  ...SERVERS.map((server) => ({
    name: `stop-360-${server}`,
    fault: stopServer(server, SIX_MINUTES),
    seconds: SIX_MINUTES,
  })),
  {
    name: "kafka-bounced",
    fault: bounceServer("kafka", { everySeconds: 10, forSeconds: 300 }),
    seconds: 300,
  },
  {
    name: "stop-360-services",
    replicas: 2,
    fault: together(...SERVICES.map((service) => stopService(service, SIX_MINUTES))),
    seconds: SIX_MINUTES,
  },
];

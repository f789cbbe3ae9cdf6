import { cutConnections, stallConnections } from "../inject/connections.js";
import type { Scenario } from "../scenario.js";

const SERVERS = ["kafka", "registry", "postgres"] as const;
const THROUGH = ["ingestion", "normalization", "graph", "scoring"] as const;

/** A service's connections to a server that are cut, or over which nothing comes any more. */
export const connectionScenarios: readonly Scenario[] = [
  ...THROUGH.flatMap((through) => [
    ...SERVERS.map((server) => ({
      name: `cut-${server}-of-${through}`,
      through,
      fault: cutConnections(server, 15),
      seconds: 15,
    })),
    { name: `stall-kafka-of-${through}`, through, fault: stallConnections("kafka", 40), seconds: 40 },
    { name: `stall-postgres-of-${through}`, through, fault: stallConnections("postgres", 40), seconds: 40 },
  ]),
  // The other process takes over what the one holds that cannot be heard of.
  {
    name: "stall-postgres-of-one-of-two",
    through: "normalization",
    replicas: 2,
    fault: stallConnections("postgres", 150),
    seconds: 150,
  },
];

import { SERVICES } from "@interlude/contracts";
import { Namespace } from "@interlude/infra-local";
import { readSettings, serviceSettings, settingsIn } from "@interlude/infra-runtime/settings";
import { settings as normalization } from "@interlude/service-normalization/settings";
import { describe, expect, it } from "vitest";
import { ownSettings } from "../settings/service-settings.js";
import { serviceCommands } from "./service-commands.js";

const addresses = {
  kafka: { brokers: ["127.0.0.1:9092"], replicas: 1 },
  registry: { url: "http://127.0.0.1:8081/apis/ccompat/v7" },
  databaseUrl: "postgres://postgres:secret@127.0.0.1:5432/postgres",
};
const namespace = new Namespace({
  name: "test",
  addresses,
  application: "test",
  roleSecret: "secret",
  migrations: "",
});
const ports = { ingestion: 1, normalization: 2, graph: 3, scoring: 4, generation: 5, console: 6 };
/** What the supervisor decides itself. */
const SET_BY_SUPERVISOR = new Set([
  "INTERLUDE_NAMESPACE",
  "KAFKA_BROKERS",
  "KAFKA_REPLICAS",
  "SCHEMA_REGISTRY_URL",
  "DATABASE_URL",
  "HTTP_PORT",
  "INGESTION_MODE",
]);

function environmentOf(service: (typeof SERVICES)[number], environment: Record<string, string>) {
  const commands = serviceCommands({ namespace, ports, source: { mode: "follow" }, environment });
  return commands.find(({ name }) => name === service)!.env;
}

describe("the environment of a service that interlude starts", () => {
  it("has NORMALIZATION_RELATIONSHIP_EDGES, which no service was given once", () => {
    const env = environmentOf("normalization", { NORMALIZATION_RELATIONSHIP_EDGES: "on" });
    expect(readSettings(normalization, env)).toEqual({ relationshipEdges: true });
  });

  it.each(SERVICES)("has every setting that %s declares, and no other service's", (service) => {
    const everything = SERVICES.flatMap((name) => settingsIn({ ...serviceSettings, own: ownSettings[name] }));
    const given = Object.fromEntries(everything.map(({ variable }) => [variable, `given-${variable}`]));
    const env = environmentOf(service, { ...given, UNRELATED: "1", INTERLUDE_ROLE_SECRET: "secret" });
    const declared = settingsIn({ ...serviceSettings, own: ownSettings[service] });
    const forwarded = declared.map(({ variable }) => variable);
    expect(Object.keys(env).toSorted()).toEqual(forwarded.toSorted());
    const unchanged = forwarded.filter((variable) => !SET_BY_SUPERVISOR.has(variable));
    expect(unchanged.map((variable) => env[variable])).toEqual(unchanged.map((variable) => given[variable]));
  });

  it("says where the namespace is, whatever the caller's environment says", () => {
    const given = Object.fromEntries([...SET_BY_SUPERVISOR].map((variable) => [variable, "another"]));
    expect(readSettings(serviceSettings, environmentOf("graph", given))).toMatchObject({
      namespace: "test",
      kafka: addresses.kafka,
      registry: addresses.registry,
      databaseUrl: expect.stringMatching(/^postgres:\/\/interlude_test_graph:/) as string,
      httpPort: 3,
    });
  });

  it("leaves ingestion the source of the environment unless the command names one", () => {
    const given = { INGESTION_SOURCE: "/there", INGESTION_ONLY: "packets" };
    expect(environmentOf("ingestion", given)).toMatchObject(given);
    const commands = serviceCommands({
      namespace,
      ports,
      source: { folder: "/here", mode: "follow", only: "dump", force: "7" },
      environment: given,
    });
    expect(commands.find(({ name }) => name === "ingestion")!.env).toMatchObject({
      INGESTION_SOURCE: "/here",
      INGESTION_MODE: "follow",
      INGESTION_ONLY: "dump",
      INGESTION_FORCE_PACKETS: "7",
    });
  });

  it.each([
    [undefined, "http://127.0.0.1:6"],
    ["0.0.0.0", "http://127.0.0.1:6"],
    ["192.0.2.7", "http://192.0.2.7:6"],
    ["::1", "http://[::1]:6"],
  ])("with HTTP_HOST %s makes a service that is reached at %s", (host, address) => {
    const commands = serviceCommands({
      namespace,
      ports,
      source: { mode: "follow" },
      environment: { HTTP_HOST: host },
    });
    expect(commands.find(({ name }) => name === "console")!.address).toBe(address);
  });

  it("has what any program needs", () => {
    expect(environmentOf("console", { PATH: "/bin", HOME: "/root" })).toMatchObject({
      PATH: "/bin",
      HOME: "/root",
    });
  });
});

import { describe, expect, it } from "vitest";
import { parseNamespace } from "./namespace.js";
import { connectionVariables, serviceSettings } from "./service-settings.js";
import { readSettings } from "./setting.js";

const complete = {
  KAFKA_BROKERS: "one:9092, two:9092",
  SCHEMA_REGISTRY_URL: "http://registry/apis/ccompat/v7",
  DATABASE_URL: "postgres://graph:secret@db/interlude",
};
const read = (environment: Record<string, string>) => readSettings(serviceSettings, environment);

describe("the settings of every service", () => {
  it("are brokers, addresses and defaults", () => {
    expect(read(complete)).toEqual({
      namespace: "",
      kafka: { brokers: ["one:9092", "two:9092"], replicas: 3 },
      registry: { url: "http://registry/apis/ccompat/v7" },
      databaseUrl: "postgres://graph:secret@db/interlude",
      httpHost: "127.0.0.1",
      httpPort: 0,
      httpAllowedHosts: [],
      drainTimeoutSeconds: 25,
      logLevel: "info",
    });
  });

  it("are read back from the variables that a supervisor makes of connections", () => {
    const { namespace, kafka, registry, databaseUrl } = read({ ...complete, INTERLUDE_NAMESPACE: "test" });
    const connections = { namespace, kafka, registry, databaseUrl };
    expect(read(connectionVariables(connections))).toMatchObject(connections);
  });

  it("name the variable that is missing", () => {
    expect(() => read({ ...complete, KAFKA_BROKERS: " " })).toThrow("KAFKA_BROKERS is not set");
  });

  it("never repeat a value that may hold a password", () => {
    expect(() => read({ ...complete, DATABASE_URL: "mysql://graph:secret@db" })).toThrow(
      /^(?!.*secret).*DATABASE_URL must be a URL that begins with postgres:\/\/ or postgresql:\/\//,
    );
  });

  it.each(["65536", "-1", "1.5", "http"])("refuse port %s", (port) => {
    expect(() => read({ ...complete, HTTP_PORT: port })).toThrow(/HTTP_PORT must be a whole number/);
  });
});

describe("namespace", () => {
  it.each(["Upper", "a b", "x;drop", "-a", "a".repeat(40)])("refuses %j", (text) => {
    expect(() => parseNamespace(text)).toThrow(/INTERLUDE_NAMESPACE/);
  });
});

import { describe, expect, it } from "vitest";
import { parseNamespace } from "./namespace.js";
import { serviceConfiguration } from "./service-configuration.js";

const complete = {
  KAFKA_BROKERS: "one:9092, two:9092",
  SCHEMA_REGISTRY_URL: "http://registry/apis/ccompat/v7",
  DATABASE_URL: "postgres://graph:secret@db/interlude",
};

describe("service configuration", () => {
  it("reads brokers, addresses and defaults", () => {
    expect(serviceConfiguration(complete)).toMatchObject({
      namespace: "",
      kafkaBrokers: ["one:9092", "two:9092"],
      httpHost: "127.0.0.1",
      httpPort: 0,
      logLevel: "info",
    });
  });

  it("names the variable that is missing", () => {
    expect(() => serviceConfiguration({ ...complete, KAFKA_BROKERS: " " })).toThrow(
      "KAFKA_BROKERS is not set",
    );
  });

  it("never repeats a value that may hold a password", () => {
    expect(() => serviceConfiguration({ ...complete, DATABASE_URL: "mysql://graph:secret@db" })).toThrow(
      /^(?!.*secret).*DATABASE_URL must be a URL/,
    );
  });

  it.each(["65536", "-1", "1.5", "http"])("refuses port %s", (port) => {
    expect(() => serviceConfiguration({ ...complete, HTTP_PORT: port })).toThrow(
      /HTTP_PORT must be a whole number/,
    );
  });
});

describe("namespace", () => {
  it.each(["Upper", "a b", "x;drop", "-a", "a".repeat(40)])("refuses %j", (text) => {
    expect(() => parseNamespace(text)).toThrow(/INTERLUDE_NAMESPACE/);
  });
});

import { randomUUID } from "node:crypto";
import { catalogue, schemas, topics, valueSubject } from "@interlude/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeCodec, providedStack } from "@interlude/stage/conformance";
import type { EventLog } from "@interlude/stage";
import { silentLogger } from "@interlude/stage/testing";
import { createKafkaEventLog } from "@interlude/infra-kafka";
import { deleteContracts, registerContracts } from "./register-contracts.js";
import { RegistryAdministration } from "./registry-administration.js";
import { createRegistryCodec } from "./registry-codec.js";

const namespace = `codec-${randomUUID()}`;
const { kafka, registry: connection } = providedStack();
let log: EventLog;

beforeAll(async () => {
  log = createKafkaEventLog({
    connection: kafka,
    namespace,
    clientId: "codec-test",
    logger: silentLogger,
  });
  await registerContracts({ log, registry: connection, namespace });
});

afterAll(async () => {
  await deleteContracts({ log, registry: connection, namespace });
  await log.close();
});

describeCodec("registry codec", () => createRegistryCodec({ connection, namespace }));

describe("contracts job", () => {
  it("creates every topic with the catalogue's partitions", async () => {
    for (const topic of catalogue) expect(await log.partitions(topic.name)).toBe(topic.partitions);
  });

  it("may run again", async () => {
    await expect(registerContracts({ log, registry: connection, namespace })).resolves.toBeUndefined();
  });

  it("is told by the registry of a schema that breaks its readers", async () => {
    const registry = new RegistryAdministration(connection);
    const schema = JSON.parse(schemas["graph.artists"]) as { fields: object[] };
    schema.fields.push({ name: "added", type: "int" });
    const subject = valueSubject(topics.graphArtists, namespace);
    await expect(registry.register(subject, JSON.stringify(schema))).rejects.toMatchObject({
      name: "RegistryError",
      code: "SCHEMA_INCOMPATIBLE",
      message: expect.stringContaining(subject),
    });
  });

  it("lets a compatible schema in, whose values the older reader decodes", async () => {
    const registry = new RegistryAdministration(connection);
    const schema = JSON.parse(schemas["catalog.collaborations"]) as { fields: object[] };
    schema.fields.push({ name: "added", type: ["null", "string"], default: null });
    const topic = topics.catalogCollaborations;
    await registry.register(valueSubject(topic, namespace), JSON.stringify(schema));
    const codec = await createRegistryCodec({ connection, namespace });
    const pair = { artistA: "a", artistB: "b", weight: 1, firstRecording: 3, kinds: ["vocal"] };
    expect(await codec.decode(topic, codec.encode(topic, pair))).toEqual(pair);
  });
});

describe("registry codec, without its schemas", () => {
  it("names what is missing and says what to do", async () => {
    const other = createRegistryCodec({ connection, namespace: `${namespace}-other` });
    await expect(other).rejects.toMatchObject({
      code: "SCHEMA_NOT_REGISTERED",
      message: expect.stringContaining("contracts job"),
    });
  });

  it("says that a registry does not respond", async () => {
    const unreachable = createRegistryCodec({ connection: { url: "http://127.0.0.1:1" }, namespace });
    await expect(unreachable).rejects.toMatchObject({ name: "RegistryError", code: "REGISTRY_UNREACHABLE" });
  });
});

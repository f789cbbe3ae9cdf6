import { SERVICES, type ServiceName, catalogue } from "@interlude/contracts";
import { TcpProxy, type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { epochHeaders, markerRecords } from "@interlude/stage";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ServiceUnderTest } from "../testing/service-under-test.js";

const FED_BY_INGESTION = catalogue.filter(({ producer, markers }) => producer === "ingestion" && markers);
const PATIENCE = { timeout: 150_000, interval: 250 };

let stream: TestNamespace;
let kafka: TcpProxy;
let postgres: TcpProxy;
let services: ServiceUnderTest[];
let epoch = 0;

beforeAll(async () => {
  const stack = inject("stack");
  stream = await createTestNamespace(stack);
  kafka = await TcpProxy.start({ target: stack.kafka.brokers[0]!, isBroker: true });
  postgres = await TcpProxy.start({ target: new URL(stack.databaseUrl).host });
  kafka.stall();
  services = SERVICES.map((name) => new ServiceUnderTest(name, throughProxies(name)));
});
afterAll(async () => {
  for (const service of services ?? []) await service.end("SIGKILL");
  await kafka?.close();
  await postgres?.close();
  await stream?.dispose();
});

function throughProxies(name: ServiceName): Record<string, string> {
  const variables = stream.variables(name);
  const databaseUrl = new URL(variables["DATABASE_URL"]!);
  databaseUrl.host = postgres.address;
  return { ...variables, KAFKA_BROKERS: kafka.address, DATABASE_URL: databaseUrl.href };
}

/** An epoch without a record: its markers alone, as ingestion writes them. */
async function sendEpoch(): Promise<void> {
  epoch += 1;
  const marker = { epoch, sequence: epoch, kind: "packet" as const, producedBy: "ingestion", ts: epoch };
  const headers = epochHeaders(epoch, "00-0000000000000000000000000000000a-000000000000000b-01");
  await stream.log.append(markerRecords({ codec: stream.codec, marker, headers, topics: FED_BY_INGESTION }));
}

/** A value of each service, by its name. */
async function ofAll<Value>(
  read: (service: ServiceUnderTest) => Promise<Value>,
): Promise<Record<string, Value>> {
  const entries = services.map(async (service) => [service.name, await read(service)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function all<Value>(value: Value): Record<string, Value> {
  return Object.fromEntries(SERVICES.map((name) => [name, value]));
}

const stages = SERVICES.filter((name) => name !== "ingestion");

/** The epochs that the stages have completed; ingestion wrote none of these. */
async function completed(): Promise<number[]> {
  const read = services.filter(({ name }) => name !== "ingestion");
  return Promise.all(read.map(async (service) => (await service.status()).completedEpoch));
}

describe("services whose servers are away", () => {
  it("respond to probes, live, and become ready without a restart once Kafka responds", async () => {
    await expect.poll(() => ofAll((service) => service.check("live")), PATIENCE).toEqual(all(200));
    await expect
      .poll(() => ofAll(async (service) => (await service.status()).blocked?.code), PATIENCE)
      .toEqual(all("LOG_UNREACHABLE"));
    expect(await ofAll((service) => service.check("ready"))).toEqual(all(503));
    expect(await ofAll((service) => service.check("startup"))).toEqual(all(503));
    expect(await ofAll((service) => service.check("live"))).toEqual(all(200));
    kafka.forward();
    await expect.poll(() => ofAll((service) => service.check("ready")), PATIENCE).toEqual(all(200));
    await sendEpoch();
    await expect.poll(completed, PATIENCE).toEqual(stages.map(() => epoch));
  });

  it("are blocked while Postgres is away, and go on by themselves where they were", async () => {
    await sendEpoch();
    postgres.cut();
    await sendEpoch();
    await expect
      .poll(() => ofAll(async (service) => (await service.status()).state), PATIENCE)
      .toEqual(all("blocked"));
    await expect.poll(() => ofAll((service) => service.check("ready")), PATIENCE).toEqual(all(503));
    expect(await ofAll((service) => service.check("live"))).toEqual(all(200));
    postgres.forward();
    await expect.poll(() => ofAll((service) => service.check("ready")), PATIENCE).toEqual(all(200));
    await expect.poll(completed, PATIENCE).toEqual(stages.map(() => epoch));
    expect(services.every(({ isRunning }) => isRunning)).toBe(true);
  });

  it("are blocked while Kafka is away, and go on by themselves where they were", async () => {
    const isStage = ({ name }: ServiceUnderTest) => name !== "ingestion";
    const ofStages = async (read: (service: ServiceUnderTest) => Promise<unknown>) =>
      new Set(await Promise.all(services.filter(isStage).map(read)));
    kafka.cut();
    await expect
      .poll(() => ofStages(async (service) => (await service.status()).blocked?.code), PATIENCE)
      .toEqual(new Set(["LOG_UNREACHABLE"]));
    await expect.poll(() => ofStages((service) => service.check("ready")), PATIENCE).toEqual(new Set([503]));
    expect(await ofAll((service) => service.check("live"))).toEqual(all(200));
    await sendEpoch();
    kafka.forward();
    await expect.poll(() => ofAll((service) => service.check("ready")), PATIENCE).toEqual(all(200));
    await expect.poll(completed, PATIENCE).toEqual(stages.map(() => epoch));
    expect(services.every(({ isRunning }) => isRunning)).toBe(true);
  });

  it("end on SIGTERM within their time also while everything is away", async () => {
    await sendEpoch();
    postgres.stall();
    kafka.stall();
    await expect
      .poll(() => ofAll(async (service) => (await service.status()).state), PATIENCE)
      .toEqual(all("blocked"));
    // A transaction that cannot be ended, or a group that cannot be left, is cut off by the deadline.
    const codes = await Promise.all(services.map((service) => service.end("SIGTERM")));
    for (const code of codes) expect([0, 1]).toContain(code);
  });
});

import { brokerTopics } from "@interlude/contracts";
import { type EventLog, alignLayouts } from "@interlude/stage";
import { registeredSchemas, type RegisteredSchema } from "./registered-schemas.js";
import type { RegistryConnection } from "./registry-codec.js";
import { RegistryAdministration } from "./registry-administration.js";

/** Requests to the registry at the same time. */
const CONCURRENCY = 6;

interface ContractsOptions {
  /** The log of the same namespace. */
  readonly log: EventLog;
  readonly registry: RegistryConnection;
  readonly namespace: string;
}

/**
 * The contracts job: creates every topic of the catalogue and registers every schema, with the
 * compatibility level of its subject. Settings of topics that exist are brought up to date; run it before the services start.
 *
 * @throws RegistryError `SCHEMA_INCOMPATIBLE` naming the subject, `REGISTRY_UNREACHABLE`, `REGISTRY_REFUSED`
 * @throws EventLogError `TOPIC_LAYOUT_DIFFERS` naming topics that exist and are otherwise
 */
export async function registerContracts(options: ContractsOptions): Promise<void> {
  const { log, namespace } = options;
  const registry = new RegistryAdministration(options.registry);
  await Promise.all([
    alignLayouts(log, brokerTopics),
    inParallel(registeredSchemas(namespace), (schema) => register(registry, schema)),
  ]);
}

/** Undoes the contracts job: deletes a namespace's topics with their records, and its schemas. */
export async function deleteContracts(options: ContractsOptions): Promise<void> {
  const { log, namespace } = options;
  const registry = new RegistryAdministration(options.registry);
  await Promise.all([
    log.deleteTopics(brokerTopics.map(({ name }) => name)),
    inParallel(registeredSchemas(namespace), ({ subject }) => registry.deleteSubject(subject)),
  ]);
}

/** A registry takes a level only once the subject has a version; later the level must come first, to be checked. */
async function register(
  registry: RegistryAdministration,
  { subject, schema, compatibility }: RegisteredSchema,
): Promise<void> {
  if (await registry.has(subject, schema, compatibility)) return;
  const isSet = await registry.setCompatibility(subject, compatibility);
  await registry.register(subject, schema);
  if (!isSet) await registry.setCompatibility(subject, compatibility);
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

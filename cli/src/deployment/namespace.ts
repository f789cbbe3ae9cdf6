import type { ServiceName } from "@interlude/contracts";
import { createLogger } from "@interlude/infra-runtime";
import { type Environment, parseNamespace, readSettings } from "@interlude/infra-runtime/settings";
import type { StackAddresses } from "@interlude/infra-local";
import {
  type Administration,
  Database,
  databaseExists,
  dropDatabase,
  operatorDatabaseUrl,
  prepareDatabase,
} from "@interlude/infra-postgres";
import type { Codec, EventLog } from "@interlude/stage";
import { createKafkaEventLog } from "@interlude/infra-kafka";
import { createRegistryCodec, deleteContracts, registerContracts } from "@interlude/infra-registry";
import { CommandError } from "../command-error.js";
import { commandSettings } from "../settings/command-settings.js";
import { MIGRATIONS, homeFolder, roleSecret } from "./home.js";

/** One namespace on given servers: what an operator does with it. */
export class Namespace {
  readonly name: string;
  readonly administration: Administration;

  constructor(
    name: string,
    readonly addresses: StackAddresses,
  ) {
    this.name = parseNamespace(name);
    this.administration = {
      adminUrl: addresses.databaseUrl,
      namespace: this.name,
      roleSecret: roleSecret(homeFolder()),
      passwords: servicePasswords(process.env),
      migrations: MIGRATIONS,
    };
  }

  exists(): Promise<boolean> {
    return databaseExists(this.administration);
  }

  /** Creates database, roles, topics and subjects where they are missing. */
  async prepare(): Promise<void> {
    const log = this.openLog();
    try {
      const registryUrl = this.addresses.schemaRegistryUrl;
      await Promise.all([
        prepareDatabase(this.administration),
        registerContracts({ log, registryUrl, namespace: this.name }),
      ]);
    } finally {
      await log.close();
    }
  }

  /** Removes everything that the namespace has. */
  async remove(): Promise<void> {
    const log = this.openLog();
    try {
      await deleteContracts({ log, registryUrl: this.addresses.schemaRegistryUrl, namespace: this.name });
      await dropDatabase(this.administration);
    } finally {
      await log.close();
    }
  }

  openLog(): EventLog {
    return createKafkaEventLog({
      brokers: [...this.addresses.kafkaBrokers],
      namespace: this.name,
      clientId: "interlude-cli",
      logger: createLogger({ service: "cli", level: "error" }),
    });
  }

  openCodec(): Promise<Codec> {
    return createRegistryCodec({ url: this.addresses.schemaRegistryUrl, namespace: this.name });
  }

  /** The namespace's database as an operator sees it: all schemas. */
  openDatabase(): Database {
    return new Database({ url: operatorDatabaseUrl(this.administration), application: "interlude-cli" });
  }

  /** Log and codec of a namespace that must be there, closed after the work. */
  async reading<Result>(work: (log: EventLog, codec: Codec) => Promise<Result>): Promise<Result> {
    if (!(await this.exists())) {
      throw new CommandError(
        "NAMESPACE_MISSING",
        `There is no namespace ${this.name === "" ? "(the default one)" : this.name} yet; make it with interlude up or interlude run --namespace ${this.name}`,
      );
    }
    const log = this.openLog();
    try {
      return await work(log, await this.openCodec());
    } finally {
      await log.close();
    }
  }
}

/**
 * The database passwords that a deployment gives the services: `DATABASE_PASSWORD_GRAPH` and so on. A service without
 * one, or with an empty one, gets a password made from the role secret.
 */
export function servicePasswords(environment: Environment): Partial<Record<ServiceName, string>> {
  const given = Object.entries(readSettings(commandSettings.passwords, environment));
  return Object.fromEntries(given.filter(([, password]) => password !== null)) as Partial<
    Record<ServiceName, string>
  >;
}

import type { ServiceName } from "@interlude/contracts";
import { createKafkaEventLog } from "@interlude/infra-kafka";
import {
  type Administration,
  Database,
  databaseExists,
  dropDatabase,
  operatorDatabaseUrl,
  prepareDatabase,
  serviceDatabaseUrl,
} from "@interlude/infra-postgres";
import { createRegistryCodec, deleteContracts, registerContracts } from "@interlude/infra-registry";
import { createLogger } from "@interlude/infra-runtime";
import { connectionVariables, parseNamespace } from "@interlude/infra-runtime/settings";
import { type Codec, type EventLog, codeOf } from "@interlude/stage";
import { LocalStackError } from "./errors.js";
import type { StackAddresses } from "./stack-file.js";
import { agreeOnStream, saveStream } from "./prepare-stream.js";

interface NamespaceOptions extends Pick<Administration, "roleSecret" | "passwords" | "migrations"> {
  readonly name: string;
  readonly addresses: StackAddresses;
  /** Names the program to the servers. */
  readonly application: string;
}

/** One namespace on given servers: what an operator does with it. */
export class Namespace {
  readonly name: string;
  readonly addresses: StackAddresses;
  readonly administration: Administration;
  readonly #application: string;

  /** @throws ConfigurationError for a name that cannot be one */
  constructor({ name, addresses, application, ...database }: NamespaceOptions) {
    this.name = parseNamespace(name);
    this.addresses = addresses;
    this.administration = { ...database, adminUrl: addresses.databaseUrl, namespace: this.name };
    this.#application = application;
  }

  exists(): Promise<boolean> {
    return databaseExists(this.administration);
  }

  /**
   * Creates database, roles, topics and subjects if they are missing, and gives a new stream its identity.
   * @throws EventLogError `STREAM_MISMATCH`, before anything is written
   */
  async prepare(): Promise<void> {
    const log = this.openLog();
    try {
      const { registry } = this.addresses;
      const agreed = await agreeOnStream(log, this.administration);
      await Promise.all([
        prepareDatabase(this.administration),
        registerContracts({ log, registry, namespace: this.name }),
      ]);
      await saveStream(log, this.administration, agreed);
    } finally {
      await log.close();
    }
  }

  /** Removes everything that the namespace has. */
  async remove(): Promise<void> {
    const log = this.openLog();
    try {
      await deleteContracts({ log, registry: this.addresses.registry, namespace: this.name });
      await dropDatabase(this.administration);
    } finally {
      await log.close();
    }
  }

  /**
   * Asks every server for something small, whether or not the namespace is there.
   * @throws what the first that does not respond fails with
   */
  async respond(): Promise<void> {
    await this.exists();
    const log = this.openLog();
    try {
      await log.compareTopics([]);
    } finally {
      await log.close();
    }
    await this.openCodec().catch((error: unknown) => {
      // The registry has responded.
      if (codeOf(error) !== "SCHEMA_NOT_REGISTERED") throw error;
    });
  }

  openLog(): EventLog {
    return createKafkaEventLog({
      connection: this.addresses.kafka,
      namespace: this.name,
      clientId: this.#application,
      logger: createLogger({ service: this.#application, level: "error" }),
    });
  }

  openCodec(): Promise<Codec> {
    return createRegistryCodec({ connection: this.addresses.registry, namespace: this.name });
  }

  /** The namespace's database as an operator sees it, all schemas; or as a service does, its own. */
  openDatabase(service?: ServiceName): Database {
    const url =
      service === undefined
        ? operatorDatabaseUrl(this.administration)
        : serviceDatabaseUrl(this.administration, service);
    return new Database({ url, application: this.#application });
  }

  /** Work on the namespace's database as an operator sees it, which is closed afterwards. */
  async onDatabase<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    const database = this.openDatabase();
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  /**
   * The database of a namespace that must be there, as an operator sees it.
   * @throws LocalStackError `NAMESPACE_MISSING`
   */
  async openExistingDatabase(): Promise<Database> {
    await this.#mustExist();
    return this.openDatabase();
  }

  /** The variables with which a service finds this namespace. */
  variables(service: ServiceName): Record<string, string> {
    const { kafka, registry } = this.addresses;
    const databaseUrl = serviceDatabaseUrl(this.administration, service);
    return connectionVariables({ namespace: this.name, kafka, registry, databaseUrl });
  }

  /**
   * Log and codec of a namespace that must be there, closed after the work.
   * @throws LocalStackError `NAMESPACE_MISSING`
   */
  async reading<Result>(work: (log: EventLog, codec: Codec) => Promise<Result>): Promise<Result> {
    await this.#mustExist();
    const log = this.openLog();
    try {
      return await work(log, await this.openCodec());
    } finally {
      await log.close();
    }
  }

  async #mustExist(): Promise<void> {
    if (await this.exists()) return;
    throw new LocalStackError(
      "NAMESPACE_MISSING",
      `There is no namespace ${this.name === "" ? "(the default one)" : this.name} yet; make it with interlude up or interlude run --namespace ${this.name}`,
    );
  }
}

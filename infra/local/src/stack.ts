import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readComponents } from "./components.js";
import {
  type ExternalServers,
  NO_EXTERNAL_SERVERS,
  verifyDatabase,
  verifyKafka,
  verifyRegistry,
} from "./external-servers.js";
import { acquireHomeLock, lockOwner } from "./home-lock.js";
import { startKafka } from "./kafka-server.js";
import { choosePorts } from "./ports.js";
import { releasePostmasterLock, startPostgres } from "./postgres-server.js";
import { type ProcessIdentity, isRunning, memoryOf } from "./process-identity.js";
import { startRegistry } from "./registry-server.js";
import { type ServerProcess, stopProcess } from "./server-process.js";
import {
  PORTS,
  type ServerName,
  type StackAddresses,
  type StackFile,
  readStackFile,
  writeStackFile,
} from "./stack-file.js";
import { type StartContext, timed } from "./start-context.js";

/** One running server of a stack. */
interface StackProcess {
  readonly name: ServerName;
  readonly pid: number;
  readonly logFile: string;
  /** Memory it holds now, in bytes; undefined if the platform does not tell. */
  readonly memoryBytes: number | undefined;
}

export interface StackOptions {
  /** The folder of the stack's data, logs and `stack.json`; made if it is missing, kept when the stack stops. */
  readonly home: string;
  readonly external?: ExternalServers;
  /** Gets a line for each step. */
  readonly log: (line: string) => void;
  /** Called when a server ends without being stopped; the message says which, how, and its last log lines. */
  readonly onServerExit?: (event: { name: ServerName; message: string }) => void;
  /** Gives the start up: what was started is stopped, and `startStack` rejects. */
  readonly signal?: AbortSignal;
  /** Whether Postgres waits for the disk at commits. On unless the data is thrown away afterwards, as tests do. */
  readonly postgresFsync?: boolean;
}

/** Kafka, schema registry and Postgres, up and ready. */
export interface Stack extends StackAddresses {
  /** The embedded servers, with their memory as of now. */
  processes(): StackProcess[];
  /** Starts an embedded server anew, with its port and data; one that still runs is stopped first. */
  restart(name: ServerName): Promise<void>;
  /** Stops them in the reverse order of their start and frees the home folder. Safe to call again. */
  stop(): Promise<void>;
}

/**
 * Starts the local stack: Kafka and Postgres side by side, the registry as soon as Kafka is ready; external servers are
 * only asked whether they are. Servers that a crashed stack left behind in this home are stopped first.
 * @throws LocalStackError; nothing is left running then
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { home } = options;
  for (const folder of ["data", "logs"]) mkdirSync(join(home, folder), { recursive: true });
  const lock = acquireHomeLock(home);
  let run: StackRun | undefined;
  try {
    run = new StackRun(options);
    const started = run;
    const addresses = await run.start();
    let stopped: Promise<void> | undefined;
    return {
      ...addresses,
      processes: () => started.processes(),
      restart: (name) => started.restart(name),
      stop: () => (stopped ??= started.stop().finally(() => lock.release())),
    };
  } catch (error) {
    await run?.stop();
    lock.release();
    throw error;
  }
}

/** The addresses of the stack that runs in a home folder, or undefined if none does. */
export function findStack(home: string): (StackAddresses & { readonly owner: ProcessIdentity }) | undefined {
  const owner = lockOwner(home);
  const addresses = owner === undefined ? undefined : readStackFile(home)?.addresses;
  return owner === undefined || addresses === undefined ? undefined : { ...addresses, owner };
}

class StackRun {
  readonly #options: StackOptions;
  readonly #servers: ServerProcess[] = [];
  #file: StackFile;
  /** Set with the start. */
  #context: StartContext | undefined;
  #stopping = false;

  constructor(options: StackOptions) {
    this.#options = options;
    this.#file = readStackFile(options.home) ?? {
      format: 1,
      ports: {},
      postgresPassword: randomBytes(18).toString("base64url"),
      processes: {},
    };
  }

  async start(): Promise<StackAddresses> {
    await this.#stopLeftovers();
    const { home, log, signal, external = NO_EXTERNAL_SERVERS } = this.#options;
    const ports = await choosePorts(PORTS, this.#file.ports);
    this.#save({ ports, addresses: undefined });

    const failure = new AbortController();
    const context: StartContext = {
      home,
      components: readComponents(),
      ports,
      log,
      signal: signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]),
      onSpawn: (server) => this.#watch(server),
    };
    this.#context = context;
    const kafka = timed(context, "Kafka responds", () =>
      external.kafka ? verifyKafka(external.kafka) : startKafka(context),
    );
    const registry = kafka.then((connection) =>
      timed(context, "the schema registry responds", () =>
        external.registry ? verifyRegistry(external.registry) : startRegistry(context, connection),
      ),
    );
    const database = timed(context, "Postgres responds", () =>
      external.databaseUrl ? verifyDatabase(external.databaseUrl) : this.#startPostgres(context),
    );
    const all = [kafka, registry, database] as const;
    try {
      const [kafkaConnection, registryConnection, databaseUrl] = await Promise.all(all);
      const addresses = { kafka: kafkaConnection, registry: registryConnection, databaseUrl };
      this.#save({ addresses });
      return addresses;
    } catch (error) {
      failure.abort(error);
      await Promise.allSettled(all);
      throw error;
    }
  }

  async restart(name: ServerName): Promise<void> {
    const [context, { addresses }] = [this.#context!, this.#file];
    const ended = this.#servers.findLast((server) => server.name === name);
    await ended?.stop();
    if (name === "kafka") await startKafka(context);
    else if (name === "registry") await startRegistry(context, addresses!.kafka);
    else {
      if (ended !== undefined) await releasePostmasterLock(this.#options.home, ended.identity);
      await this.#startPostgres(context);
    }
  }

  #startPostgres(context: StartContext): Promise<string> {
    const { postgresPassword: password } = this.#file;
    return startPostgres(context, { password, fsync: this.#options.postgresFsync ?? true });
  }

  processes(): StackProcess[] {
    return this.#servers
      .filter((server) => server.exit === undefined)
      .map(({ name, logFile, identity: { pid } }) => ({ name, pid, logFile, memoryBytes: memoryOf(pid) }));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const server of this.#servers.toReversed()) {
      if (server.exit === undefined && server.stopNote !== "") this.#options.log(server.stopNote);
      await server.stop();
    }
    this.#save({ addresses: undefined, processes: {} });
  }

  #watch(server: ServerProcess): void {
    this.#servers.push(server);
    this.#save({ processes: { ...this.#file.processes, [server.name]: server.identity } });
    void server.exited.then((exit) => {
      if (this.#stopping) return;
      this.#options.onServerExit?.({ name: server.name, message: server.describeExit(exit) });
    });
  }

  async #stopLeftovers(): Promise<void> {
    const recorded = Object.entries(this.#file.processes) as [ServerName, ProcessIdentity][];
    const running = recorded.filter(([, identity]) => isRunning(identity));
    for (const [name, identity] of running) {
      this.#options.log(
        `stopping ${name} (process ${identity.pid}), left behind by a stack that ended abruptly`,
      );
    }
    // The order of a clean stop; side by side, since no service uses them any more.
    await Promise.all(running.map(([name, identity]) => stopProcess(name, identity)));
    const { postgres } = this.#file.processes;
    if (postgres !== undefined) await releasePostmasterLock(this.#options.home, postgres);
    this.#save({ processes: {} });
  }

  #save(change: Partial<StackFile>): void {
    this.#file = { ...this.#file, ...change };
    writeStackFile(this.#options.home, this.#file);
  }
}

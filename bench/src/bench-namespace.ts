import type { KafkaConnection } from "@interlude/infra-kafka";
import type { Database } from "@interlude/infra-postgres";
import type { Codec, EventLog } from "@interlude/stage";

/** The namespace that a measurement may fill and empty as it likes, on servers that run. */
export interface BenchNamespace {
  readonly name: string;
  readonly kafka: KafkaConnection;
  /** URL of the namespace's database, with a role that may create schemas. */
  readonly databaseUrl: string;
  /** Creates database, topics and subjects. */
  prepare(): Promise<void>;
  /** Removes everything that the namespace has. */
  remove(): Promise<void>;
  openLog(): EventLog;
  /** Once the namespace is prepared. */
  openCodec(): Promise<Codec>;
  /** The database with all schemas in it. */
  openDatabase(): Database;
  /** How ingestion is started on a folder that it reads once. */
  ingestion(folder: string): Promise<ProcessCommand>;
  /** How normalization is started. */
  normalization(): Promise<ServiceProcess>;
  /** How the graph service is started. */
  graph(): Promise<ServiceProcess>;
  /** How scoring is started. */
  scoring(): Promise<ServiceProcess>;
}

/** How a process is started: as in a deployment, so that what is measured is what runs. */
export interface ProcessCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ServiceProcess extends ProcessCommand {
  /** Base of its HTTP endpoints. */
  readonly address: string;
}

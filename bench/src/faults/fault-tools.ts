import type { ServiceName } from "@interlude/contracts";
import type { Namespace, StackAddresses } from "@interlude/infra-local";
import type { ServiceProcess } from "../bench-namespace.js";

/** The newest values of a topic by key, without what may differ from run to run: versions of the graph. */
export type Contents = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What the commands found in a namespace, or printed. */
export interface CommandRun {
  readonly code: number;
  readonly output: string;
}

/** What the harness is given by the command line: how an operator prepares, starts and checks a system. */
export interface FaultTools {
  openNamespace(name: string, addresses: StackAddresses): Namespace;
  /** How a service is started that follows what appears in a folder. */
  serviceCommand(options: {
    readonly service: ServiceName;
    readonly namespace: Namespace;
    readonly port: number;
    readonly folder: string;
  }): ServiceProcess;
  /** Writes a sample's dump, features and packets; returns the packets' files in order. */
  writeSample(folder: string, options: SampleSize): Promise<string[]>;
  /** In words, what `verify`, `verify --topics` and `validate` find. */
  problems(namespace: Namespace): Promise<CheckedProblems>;
  contents(namespace: Namespace): Promise<Contents>;
  /** Runs `interlude` with arguments on a namespace, as a process of its own. */
  command(args: readonly string[], namespace: Namespace): Promise<CommandRun>;
}

export interface SampleSize {
  readonly artists: number;
  readonly recordings: number;
  readonly packets: number;
  readonly seed: number;
}

/** What the checks found. */
export interface CheckedProblems {
  /** Differences and violations, the first few of each kind. */
  readonly problems: readonly string[];
  /** Records that topics hold more than once, as whole repeats. */
  readonly repeated: number;
  /** Markers and records that the stages set aside. */
  readonly setAside: number;
  readonly deadLetters: number;
}

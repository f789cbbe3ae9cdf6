import { topics } from "@interlude/contracts";
import { StageProcess, type TestNamespace } from "@interlude/infra-testing";
import { definition } from "../definition.js";
import { type EpochInput, artistRecords, collaborationRecords } from "./epoch-inputs.js";

/** The service as a process of its own on real servers, to be killed and started anew. */
export class GraphStream {
  readonly #process: StageProcess;

  constructor(stream: TestNamespace) {
    this.#process = new StageProcess(stream, definition, new URL("../main.js", import.meta.url));
  }

  start(): void {
    this.#process.start();
  }

  /** Ends the process, by default without letting it do anything any more, and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<void> {
    return this.#process.end(signal);
  }

  /** Sends the records of an epoch, and the markers that end it. */
  send(epoch: number, input: EpochInput): Promise<void> {
    return this.#process.send(epoch, [
      ...artistRecords(input).map(({ key, value }) => ({ topic: topics.catalogArtists, key, value })),
      ...collaborationRecords(input).map(({ key, value }) => ({
        topic: topics.catalogCollaborations,
        key,
        value,
      })),
    ]);
  }

  /** Resolves when a delta of at least this version is on the topic. */
  delta(version: number): Promise<void> {
    return this.#process.until(topics.graphDeltas, (done) => ({
      onRecord: ({ value }) => {
        if (value !== null && value.graphVersion >= version) done();
      },
    }));
  }

  /** Resolves when the epoch's marker is on every partition of the last topic written. */
  published(epoch: number): Promise<void> {
    return this.#process.published(epoch, topics.graphArtists);
  }
}

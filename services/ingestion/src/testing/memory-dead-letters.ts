import type {
  DeadLetterStore,
  RejectedInput,
  ReplayOutcome,
  RequestedLetter,
} from "../dead-letters/dead-letter.js";

interface KeptLetter extends RejectedInput {
  readonly id: number;
  epoch: number;
  status: "open" | "requested" | "replayed" | "superseded";
  replayEpoch: number | null;
}

/** Ingestion's dead letters in memory; `DeadLetterRepository` is tested against the same expectations. */
export class MemoryDeadLetters implements DeadLetterStore {
  readonly letters: KeptLetter[] = [];

  async keep(letters: readonly RejectedInput[]): Promise<void> {
    for (const letter of letters) {
      if (this.letters.some(({ epoch, place }) => epoch === letter.epoch && place === letter.place)) continue;
      this.letters.push({ ...letter, id: this.letters.length + 1, status: "open", replayEpoch: null });
    }
  }

  async *ofReplay(epoch: number): AsyncIterable<RequestedLetter> {
    yield* this.letters.filter(({ replayEpoch }) => replayEpoch === epoch);
  }

  /** As an operator does. */
  requestAll(): void {
    for (const letter of this.letters) if (letter.status === "open") letter.status = "requested";
  }

  get hasRequested(): boolean {
    return this.letters.some(({ status }) => status === "requested");
  }

  renumber(epoch: number, to: number): void {
    for (const letter of this.letters) {
      if (letter.epoch === epoch) letter.epoch = to;
      if (letter.replayEpoch === epoch) letter.replayEpoch = to;
    }
  }

  take(epoch: number): void {
    if (this.letters.some(({ replayEpoch }) => replayEpoch === epoch)) return;
    for (const letter of this.letters) if (letter.status === "requested") letter.replayEpoch = epoch;
  }

  settle({ replayed, rejected }: ReplayOutcome): void {
    for (const letter of this.letters) {
      const fault = rejected.find(({ id }) => id === letter.id);
      if (replayed.includes(letter.id)) Object.assign(letter, { status: "replayed", replayEpoch: null });
      if (fault !== undefined) Object.assign(letter, fault, { status: "open", replayEpoch: null });
    }
  }

  supersedeOthers(epoch: number, rejected: readonly number[]): void {
    for (const letter of this.letters) {
      if (letter.epoch === epoch && !rejected.includes(letter.place)) letter.status = "superseded";
    }
  }

  supersedeOf(file: string, epoch: number): void {
    for (const letter of this.letters) {
      const isUnsettled = letter.status === "open" || letter.status === "requested";
      if (letter.file === file && isUnsettled && letter.epoch < epoch) letter.status = "superseded";
    }
  }

  supersedeBefore(epoch: number): void {
    for (const letter of this.letters) {
      const isOfCatalogue = letter.origin.reader === "dump" || letter.origin.reader === "packet";
      const isUnsettled = letter.status === "open" || letter.status === "requested";
      if (isOfCatalogue && isUnsettled && letter.epoch < epoch) letter.status = "superseded";
    }
  }
}

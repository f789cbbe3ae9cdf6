import { cpSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A folder in which the files of a sample appear: all but the packets at once, then some packets at a time. */
export class PacketFeed {
  #given = 0;
  /** How many there are once what is being given has been. */
  #until = 0;
  #stopped = false;
  #paused = false;

  /** @param packets files of the sample in the order in which they are given */
  constructor(
    private readonly sample: string,
    readonly folder: string,
    private readonly packets: readonly string[],
  ) {
    mkdirSync(folder, { recursive: true });
    const others = readdirSync(sample).filter((file) => !packets.includes(file));
    for (const file of others) this.#put(file);
  }

  /** Packets given so far. */
  get given(): number {
    return this.#given;
  }

  /** Replication sequence of the newest packet given; 0 before the first. */
  get newestSequence(): number {
    if (this.#given === 0) return 0;
    return Number(/^replication-(\d+)-/.exec(this.packets[this.#given - 1]!)![1]);
  }

  /** Gives so many packets one after the other, each some time before the next; resolves with the last. */
  async give(count: number, everyMs: number): Promise<void> {
    this.#until = this.#given + count;
    while (this.#given < this.#until && !this.#stopped) {
      while (this.#paused && !this.#stopped) await sleep(50);
      if (this.#given === this.packets.length) throw new RangeError("The sample has no more packets");
      this.#put(this.packets[this.#given]!);
      this.#given += 1;
      if (this.#given < this.#until) await sleep(everyMs);
    }
  }

  /**
   * Resolves once so many more were given.
   * @throws RangeError if fewer come
   */
  async more(count: number): Promise<void> {
    const until = this.#given + count;
    if (until > this.#until)
      throw new RangeError(`Only ${this.#until - this.#given} packets come, not ${count}`);
    while (this.#given < until && !this.#stopped) await sleep(20);
  }

  /** Gives nothing while work is done. */
  async pauseFor<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#paused = true;
    try {
      return await work();
    } finally {
      this.#paused = false;
    }
  }

  /** Gives no more. */
  stop(): void {
    this.#stopped = true;
  }

  #put(file: string): void {
    const part = join(this.folder, `.${file}.part`);
    // A snapshot without a date in its name is dated by its file.
    cpSync(join(this.sample, file), part, { preserveTimestamps: true });
    renameSync(part, join(this.folder, file));
  }
}

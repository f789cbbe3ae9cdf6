import type { IngestionStatus } from "@interlude/contracts";

/** What ingestion says of itself, before it is said when. */
export type Saying = Omit<IngestionStatus, "ts">;

/** Progress is for people to watch: more often than this is no news. */
const PAUSE_MS = 2_000;

export interface StatusAnnouncerParts {
  /** Makes it known; resolves when it is. */
  readonly send: (status: IngestionStatus) => Promise<void>;
  /** Told of the first of several failures in a row. */
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/**
 * Makes known what ingestion says, when that changes: at once where it stops, goes on or has read its files to the
 * end, else every two seconds at most. Whoever says something never waits for it and never sees it fail. One message
 * is under way at a time; of what was said meanwhile, or could not be sent, the newest is sent.
 */
export class StatusAnnouncer {
  private newest: Saying | null = null;
  private sent: Saying | null = null;
  private sentAt = Number.NEGATIVE_INFINITY;
  private sending: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isFailing = false;
  private isClosed = false;

  constructor(private readonly parts: StatusAnnouncerParts) {}

  say(saying: Saying): void {
    this.newest = saying;
    this.plan();
  }

  /** Sends what is still unsaid, waiting for some milliseconds at most, and nothing from then on. */
  async close(withinMs: number): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer ?? undefined);
    const patience = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
    await Promise.race([this.sendRest(), patience]);
  }

  private async sendRest(): Promise<void> {
    await this.sending;
    if (this.isNews()) await this.send();
  }

  private plan(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    if (this.isClosed || this.sending !== null || !this.isNews()) return;
    const wait = this.isUrgent() && !this.isFailing ? 0 : this.sentAt + PAUSE_MS - this.parts.now();
    if (wait <= 0) void this.send();
    else this.timer = setTimeout(() => void this.send(), wait).unref();
  }

  private async send(): Promise<void> {
    const saying = this.newest!;
    this.sent = saying;
    this.sentAt = this.parts.now();
    this.sending = this.attempt({ ...saying, ts: this.sentAt * 1000 });
    await this.sending;
    this.sending = null;
    this.plan();
  }

  private async attempt(status: IngestionStatus): Promise<void> {
    try {
      await this.parts.send(status);
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.parts.onFailure(error);
      this.isFailing = true;
      this.sent = null;
    }
  }

  private isNews(): boolean {
    return this.newest !== null && JSON.stringify(this.newest) !== JSON.stringify(this.sent);
  }

  private isUrgent(): boolean {
    const { newest, sent } = this;
    return newest?.code !== sent?.code || (newest?.progress === null && sent?.progress !== null);
  }
}

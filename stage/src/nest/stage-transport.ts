import type { Marker, Topic } from "@interlude/contracts";
import { type CustomTransportStrategy, type MessageHandler, Server } from "@nestjs/microservices";
import { isObservable, lastValueFrom } from "rxjs";
import { StageError } from "../engine/errors.js";
import type {
  BackgroundContext,
  BackgroundProgress,
  EpochContext,
  StageContext,
  StageHandlers,
  StreamRecord,
} from "../engine/stage-definition.js";
import { BACKGROUND_PATTERN, EPOCH_PATTERN, ROLLBACK_PATTERN } from "./patterns.js";

/** What the transport runs: a stage runner with its relay, or nothing but HTTP. */
export interface StageEngine<Transaction> {
  start(handlers: StageHandlers<Transaction>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Nest transport in which a message is a batch of typed records of one topic, inside a transaction.
 *
 * Unlike Nest's own Kafka transport it keeps errors as they are: the stage's runner decides
 * whether to repeat, to make a dead letter or to stop.
 */
export class StageTransport<Transaction>
  extends Server
  implements CustomTransportStrategy, StageHandlers<Transaction>
{
  constructor(private readonly engine: StageEngine<Transaction>) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.engine.start(this).then(() => callback(), callback);
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  async onRecords(
    topic: Topic<unknown>,
    records: readonly StreamRecord<unknown>[],
    context: StageContext<Transaction>,
  ): Promise<void> {
    await this.#call(topic.name, records, context);
  }

  async onEpoch(marker: Marker, context: EpochContext<Transaction>): Promise<void> {
    await this.#call(EPOCH_PATTERN, marker, context);
  }

  /** Undefined unless a controller has work in the background. */
  get onBackground(): ((context: BackgroundContext<Transaction>) => Promise<BackgroundProgress>) | undefined {
    const handler = this.messageHandlers.get(BACKGROUND_PATTERN);
    return handler && (async (context) => (await settle(handler, undefined, context)) as BackgroundProgress);
  }

  async onRollback(): Promise<void> {
    const handler = this.messageHandlers.get(ROLLBACK_PATTERN);
    if (handler !== undefined) await settle(handler, undefined, undefined);
  }

  override on(): never {
    throw new TypeError("The stage transport has no events to listen to");
  }

  override unwrap<Engine>(): Engine {
    return this.engine as Engine;
  }

  async #call(pattern: string, data: unknown, context: StageContext<Transaction>): Promise<void> {
    const handler = this.messageHandlers.get(pattern);
    if (handler === undefined) throw new StageError("HANDLER_MISSING", `No controller handles ${pattern}`);
    for (let next: MessageHandler | undefined = handler; next !== undefined; next = next.next) {
      await settle(next, data, context);
    }
  }
}

async function settle(handler: MessageHandler, data: unknown, context: unknown): Promise<unknown> {
  const result: unknown = await handler(data, context);
  return isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result;
}

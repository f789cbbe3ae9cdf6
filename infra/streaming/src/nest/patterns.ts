import type { Topic } from "@interlude/contracts";
import { EventPattern } from "@nestjs/microservices";

/** Pattern of the handler that is called when an epoch is complete on all inputs. */
export const EPOCH_PATTERN = "interlude.epoch-complete";
/** Pattern of the handler that is called when a transaction was undone. */
export const ROLLBACK_PATTERN = "interlude.rollback";

/** The method receives batches of a topic's records: `(records: StreamRecord<V>[], context: StageContext)`. */
export function OnRecords(topic: Topic<unknown>): MethodDecorator {
  return EventPattern(topic.name) as MethodDecorator;
}

/** The method derives what an epoch caused: `(marker: Marker, context: StageContext)`. */
export function OnEpoch(): MethodDecorator {
  return EventPattern(EPOCH_PATTERN) as MethodDecorator;
}

/** The method forgets what memory holds ahead of the store. */
export function OnRollback(): MethodDecorator {
  return EventPattern(ROLLBACK_PATTERN) as MethodDecorator;
}

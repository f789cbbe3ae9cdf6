import type { Topic } from "@interlude/contracts";
import { UseFilters, applyDecorators } from "@nestjs/common";
import { EventPattern } from "@nestjs/microservices";
import { OriginalErrorFilter } from "./original-error.filter.js";

/** Pattern of the handler that is called when an epoch is complete on all inputs. */
export const EPOCH_PATTERN = "interlude.epoch-complete";
/** Pattern of the handler that is called when no batch waits. */
export const BACKGROUND_PATTERN = "interlude.background";
/** Pattern of the handler that is called when a transaction was undone. */
export const ROLLBACK_PATTERN = "interlude.rollback";

/** The method receives batches of records, each of one of the topics: `(records: StreamRecord<V>[], context: StageContext)`. */
export function OnRecords(...topics: readonly Topic<unknown>[]): MethodDecorator {
  return handles(topics.map(({ name }) => name));
}

/** The method derives what an epoch caused: `(marker: Marker, context: EpochContext)`. */
export function OnEpoch(): MethodDecorator {
  return handles(EPOCH_PATTERN);
}

/**
 * The method does a short step of work in the background: `(data: undefined, context: BackgroundContext)`; its promise says
 * whether there is more.
 */
export function OnBackground(): MethodDecorator {
  return handles(BACKGROUND_PATTERN);
}

/** The method discards what memory holds ahead of the store. */
export function OnRollback(): MethodDecorator {
  return handles(ROLLBACK_PATTERN);
}

function handles(pattern: string | readonly string[]): MethodDecorator {
  return applyDecorators(EventPattern(pattern) as MethodDecorator, UseFilters(OriginalErrorFilter));
}

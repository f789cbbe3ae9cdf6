import kafkajs from "kafkajs";
import { EventLogError } from "@interlude/stage";

/** An error of kafkajs in the port's terms; `attempt` says what was tried, as in "Appending to a, b". */
export function asEventLogError(error: unknown, attempt: string): EventLogError {
  if (error instanceof EventLogError) return error;
  const cause = rootCause(error);
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (errorType(cause) === "UNKNOWN_TOPIC_OR_PARTITION") {
    const message = `${attempt} failed: the broker has no such topic; run the contracts job first`;
    return new EventLogError("TOPIC_MISSING", message, { cause: error });
  }
  const advice = errorType(cause) === null ? "; are the brokers running, and their addresses right?" : "";
  return new EventLogError("LOG_UNREACHABLE", `${attempt} failed: ${reason}${advice}`, { cause: error });
}

/** Kafka's name of a protocol error, or null. */
export function errorType(error: unknown): string | null {
  return error instanceof kafkajs.KafkaJSError && "type" in error && typeof error.type === "string"
    ? error.type
    : null;
}

function rootCause(error: unknown): unknown {
  return error instanceof kafkajs.KafkaJSError && error.cause !== undefined ? rootCause(error.cause) : error;
}

import kafkajs from "kafkajs";
import { EventLogError, InterludeError, faultOf } from "@interlude/stage";

/** The broker is there, but does not take what it was given. */
const REFUSALS = new Set([
  "INVALID_RECORD",
  "INVALID_TIMESTAMP",
  "MESSAGE_TOO_LARGE",
  "POLICY_VIOLATION",
  "RECORD_LIST_TOO_LARGE",
  "TOPIC_AUTHORIZATION_FAILED",
  "UNSUPPORTED_COMPRESSION_TYPE",
  "UNSUPPORTED_FOR_MESSAGE_FORMAT",
]);
/** Another producer has the transactional id, or the broker has ended the transaction because it took too long. */
const FENCED = new Set(["INVALID_PRODUCER_EPOCH", "INVALID_TXN_STATE"]);
/** Kafka's code of the same for newer requests, which kafkajs has no name for. */
const UNNAMED_FENCED = "Unknown error code 90";

/** An error of kafkajs in the port's terms; `attempt` says what was tried, as in "Appending to a, b". */
export function asEventLogError(error: unknown, attempt: string): EventLogError {
  if (error instanceof EventLogError) return error;
  const cause = rootCause(error);
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (errorType(cause) === "UNKNOWN_TOPIC_OR_PARTITION") {
    const message = `${attempt} failed: the broker has no such topic; run the contracts job first`;
    return new EventLogError("TOPIC_MISSING", message, { cause: error });
  }
  if (REFUSALS.has(errorType(cause) ?? "")) {
    const message = `${attempt} failed: the broker refuses a record (${errorType(cause)}: ${reason})`;
    return new EventLogError("RECORD_REFUSED", message, { cause: error });
  }
  if (FENCED.has(errorType(cause) ?? "") || reason === UNNAMED_FENCED) {
    const message = `${attempt} failed: another process does this work by now, or the transaction took too long (${reason})`;
    return new EventLogError("PRODUCER_FENCED", message, { cause: error });
  }
  const advice = errorType(cause) === null ? "; are the brokers running, and their addresses right?" : "";
  return new EventLogError("LOG_UNREACHABLE", `${attempt} failed: ${reason}${advice}`, { cause: error });
}

/** Whether the brokers may serve a consumer again after this error, without a change by others than them. */
export function isOutage(error: unknown): boolean {
  if (error instanceof InterludeError) return faultOf(error) === "transient";
  const cause = rootCause(error);
  const isMissingTopic = errorType(cause) === "UNKNOWN_TOPIC_OR_PARTITION";
  return cause instanceof kafkajs.KafkaJSError && cause.retriable && !isMissingTopic;
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

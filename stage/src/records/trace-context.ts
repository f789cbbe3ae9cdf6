import { randomBytes } from "node:crypto";

/** A new root trace context in the form of W3C: version, trace id, span id, sampled. */
export function newTraceContext(): string {
  return `00-${randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-01`;
}

/** The same trace with a span of its own; a new trace if the parent is missing or malformed. */
export function childTraceContext(parent: string | undefined): string {
  const traceId = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(parent ?? "")?.[1];
  return traceId === undefined ? newTraceContext() : `00-${traceId}-${randomBytes(8).toString("hex")}-01`;
}

import avro from "avsc";
import type { Compatibility } from "./topic.js";

/** Why one schema cannot stand beside another, or null if it can. */
type Incompatibility = string | null;

/**
 * Checks a schema against every released version of its subject, as the registry would.
 *
 * BACKWARD: the new schema reads what the old one wrote. FULL: also the old reads what the new one writes.
 */
export function incompatibility(
  current: string,
  released: readonly string[],
  level: Compatibility,
): Incompatibility {
  for (const [index, earlier] of released.entries()) {
    const backward = unreadable(earlier, current);
    if (backward !== null) return `cannot read what version ${index + 1} wrote: ${backward}`;
    const forward = level === "FULL_TRANSITIVE" ? unreadable(current, earlier) : null;
    if (forward !== null) return `version ${index + 1} cannot read what it writes: ${forward}`;
  }
  return null;
}

function unreadable(writer: string, reader: string): Incompatibility {
  try {
    avro.Type.forSchema(JSON.parse(reader)).createResolver(avro.Type.forSchema(JSON.parse(writer)));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

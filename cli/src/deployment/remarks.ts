import type { ServiceStatus } from "@interlude/infra-runtime";

/** Partitions wait for each other all the time, but not for long. */
const WAITING_SHOWN_AFTER_MS = 30_000;
const OUTBOX_SHOWN_AFTER_SECONDS = 30;

/**
 * What a person should know of a service beside its figures: what it does, what blocks it, and what waits.
 * @param now Unix time in milliseconds
 */
export function remarksOf({ note, state, blocked, waiting, relay }: ServiceStatus, now: number): string[] {
  const remarks = note === null ? [] : [note];
  if (blocked !== null) {
    const kept = state === "starting" ? "starting, blocked" : "blocked";
    remarks.push(`${kept} for ${seconds(now - blocked.since)}: ${blocked.code}, ${blocked.reason}`);
  }
  const late = waiting.filter(({ since }) => now - since > WAITING_SHOWN_AFTER_MS);
  if (late.length > 0) {
    const names = late.map(({ topic, partition }) => `${topic}/${partition}`).join(", ");
    const longest = Math.max(...late.map(({ since }) => now - since));
    remarks.push(
      `at the end of epoch ${late[0]!.epoch}, and waits for the other partitions for ${seconds(longest)}: ${names}`,
    );
  }
  if (relay !== null && relay.oldestSeconds > OUTBOX_SHOWN_AFTER_SECONDS) {
    remarks.push(`records wait in the outbox for ${seconds(relay.oldestSeconds * 1000)}`);
  }
  return remarks;
}

function seconds(milliseconds: number): string {
  return `${Math.max(0, Math.round(milliseconds / 1000))} s`;
}

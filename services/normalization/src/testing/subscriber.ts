import {
  type CatalogArtist,
  type CatalogCollaboration,
  type CatalogTrack,
  type Topic,
  topics,
} from "@interlude/contracts";
import type { PostgresContext, Transaction } from "@interlude/infra-postgres";

export interface Publication {
  readonly topic: string;
  readonly key: string;
  readonly value: unknown;
}

export interface Rejection {
  readonly key: string;
  readonly code: string;
  readonly reason: string;
}

/** What a subscriber of the compacted topics holds, given all that a stage published in committed transactions. */
export class Subscriber {
  readonly artists = new Map<string, CatalogArtist>();
  readonly collaborations = new Map<string, CatalogCollaboration>();
  readonly tracks = new Map<string, CatalogTrack>();
  readonly rejections: Rejection[] = [];
  #pending: Publication[] = [];

  /** A context whose publications count once `committed` is called. */
  context(transaction: Transaction): PostgresContext {
    this.#pending = [];
    return {
      transaction,
      stateId: "",
      publish: (topic, key, value) => {
        this.#pending.push({ topic: topic.name, key, value });
        return Promise.resolve();
      },
      reject: (record, code, reason) => void this.rejections.push({ key: record.key, code, reason }),
    };
  }

  /** Takes over what the last context published, and returns it. */
  committed(): Publication[] {
    for (const { topic, key, value } of this.#pending) {
      const held = this.#held(topic);
      if (value === null) held.delete(key);
      else held.set(key, value);
    }
    return this.#pending;
  }

  #held(topic: string): Map<string, unknown> {
    const byTopic = new Map<string, Map<string, unknown>>([
      [nameOf(topics.catalogArtists), this.artists],
      [nameOf(topics.catalogCollaborations), this.collaborations],
      [nameOf(topics.catalogTracks), this.tracks],
    ]);
    return byTopic.get(topic)!;
  }
}

function nameOf(topic: Topic<unknown>): string {
  return topic.name;
}

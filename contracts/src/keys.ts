import type { PopularEntity } from "./generated/types.js";
import {
  type Pair,
  type ProviderTrack,
  type TrackIdentity,
  isMbid,
  pairKey,
  parsePairKey,
  parseTrackKey,
  trackKey,
} from "./identity.js";
import type { KeyedTopic, Topic, TopicKey } from "./topic.js";

/** A function that keys a topic: it takes only topics whose values have what the key consists of. */
function keyedBy<Key>(
  key: TopicKey<Key>,
): <Value extends Key>(topic: Omit<Topic<Value>, "key">) => KeyedTopic<Value, Key> {
  return (topic) => ({ ...topic, ...key });
}

export const byArtist = keyedBy<{ readonly artist: string }>({
  key: "artist MBID",
  keyOf: ({ artist }) => artist,
  parseKey: (artist) => (isMbid(artist) ? { artist } : null),
});

export const byRecording = keyedBy<{ readonly recording: string }>({
  key: "recording MBID",
  keyOf: ({ recording }) => recording,
  parseKey: (recording) => (isMbid(recording) ? { recording } : null),
});

export const byPair = keyedBy<Pair>({
  key: "the two artist MBIDs in order, a:b",
  keyOf: ({ artistA, artistB }) => pairKey(artistA, artistB),
  parseKey: parsePairKey,
});

export const byTrack = keyedBy<TrackIdentity>({
  key: "the two artist MBIDs in order and the sample number, a:b:n",
  keyOf: trackKey,
  parseKey: parseTrackKey,
});

export const byModel = keyedBy<{ readonly modelId: string }>({
  key: "model id",
  keyOf: ({ modelId }) => modelId,
  parseKey: (modelId) => (modelId === "" ? null : { modelId }),
});

export const byEpoch = keyedBy<{ readonly epoch: number }>({
  key: "epoch",
  keyOf: ({ epoch }) => String(epoch),
  parseKey: (text) => (/^(?:0|[1-9]\d{0,14})$/.test(text) ? { epoch: Number(text) } : null),
});

export const byProviderTrack = keyedBy<ProviderTrack>({
  key: "provider:id",
  keyOf: ({ provider, id }) => `${provider}:${id}`,
  parseKey: (text) => {
    const [, provider, id] = /^([^:]+):([^:]+)$/.exec(text) ?? [];
    return provider === undefined || id === undefined ? null : { provider, id };
  },
});

export const byProviderEntity = keyedBy<ProviderTrack & { readonly entity: PopularEntity }>({
  key: "provider:entity:id",
  keyOf: ({ provider, entity, id }) => `${provider}:${entity}:${id}`,
  parseKey: (text) => {
    const [, provider, entity, id] = /^([^:]+):(artist|track):([^:]+)$/.exec(text) ?? [];
    if (provider === undefined || id === undefined) return null;
    return { provider, entity: entity as PopularEntity, id };
  },
});

/** One record under one key: the newest value is all there is to know. */
export const byIngestion = keyedBy<object>({
  key: "always ingestion",
  keyOf: () => "ingestion",
  parseKey: (text) => (text === "ingestion" ? {} : null),
});

import { catalogue, MARKER_TOPIC, schemas, valueSubject, type Compatibility } from "@interlude/contracts";
import type { CodecTopic } from "@interlude/stage";

/** A schema and the subject it is registered under. */
export interface RegisteredSchema {
  readonly topic: CodecTopic;
  readonly subject: string;
  readonly schema: string;
  readonly compatibility: Compatibility;
}

/** Every schema that a namespace's registry has to know: one a topic, and the markers'. */
export function registeredSchemas(namespace: string): RegisteredSchema[] {
  const ofTopics = catalogue.map((topic) => ({
    topic,
    subject: valueSubject(topic, namespace),
    schema: schemas[topic.schema],
    compatibility: topic.compatibility,
  }));
  const ofMarkers: RegisteredSchema = {
    topic: { name: MARKER_TOPIC.name, schema: "marker" },
    subject: valueSubject(MARKER_TOPIC, namespace),
    schema: schemas.marker,
    compatibility: "FULL_TRANSITIVE",
  };
  return [...ofTopics, ofMarkers];
}

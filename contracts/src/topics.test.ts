import { describe, expect, it } from "vitest";
import { physicalTopic, valueSubject } from "./topic.js";
import { catalogue, tableTopics, topicNamed, topics } from "./topics.js";

describe("topic catalogue", () => {
  it("names every topic once", () => {
    expect(new Set(catalogue.map((topic) => topic.name)).size).toBe(catalogue.length);
  });

  it("separates namespaces by a prefix", () => {
    expect(physicalTopic(topics.catalogArtists, "")).toBe("catalog.artists.v1");
    expect(physicalTopic(topics.catalogArtists, "try")).toBe("try.catalog.artists.v1");
    expect(valueSubject(topics.catalogArtists, "try")).toBe("try.catalog.artists.v1-value");
  });

  it("has the topic of each table under the table's name", () => {
    expect(tableTopics.artist_credit_name.name).toBe("musicbrainz.artist_credit_name");
    expect(tableTopics.artist_credit_name.partitions).toBe(4);
    expect(tableTopics.gender.partitions).toBe(1);
    expect(tableTopics).not.toHaveProperty("replication_control");
  });

  it("refuses an unknown name", () => {
    expect(() => topicNamed("nothing")).toThrow(/nothing/);
  });
});

import { describe, expect, it } from "vitest";
import { consumerGroup } from "./consumer-group.js";

describe("consumer group", () => {
  it("is the service's name, behind the namespace where there is one", () => {
    expect([consumerGroup("", "graph"), consumerGroup("try-2", "graph")]).toEqual(["graph", "try-2.graph"]);
  });
});

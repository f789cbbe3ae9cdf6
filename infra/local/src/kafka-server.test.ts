import { describe, expect, it } from "vitest";
import { newClusterId } from "./kafka-server.js";

describe("the id of a new cluster", () => {
  it("never begins with a dash, which would be taken for an option", () => {
    for (let first = 0; first < 256; first++) {
      const id = newClusterId(Buffer.alloc(16, first));
      expect(id).toMatch(/^[A-Za-z0-9][\w-]{21}$/);
    }
  });
});

import { describe, expect, it } from "vitest";
import { servicePasswords } from "./namespace.js";

describe("the services' database passwords", () => {
  it("are those that the environment gives, by service", () => {
    const passwords = servicePasswords({
      DATABASE_PASSWORD_GRAPH: "of-graph",
      DATABASE_PASSWORD_SCORING: "of-scoring",
      DATABASE_PASSWORD_UNKNOWN: "of-unknown",
    });
    expect(passwords).toEqual({ graph: "of-graph", scoring: "of-scoring" });
  });

  it("are left to the role secret if a variable is empty", () => {
    expect(servicePasswords({ DATABASE_PASSWORD_GRAPH: "" })).toEqual({});
  });
});

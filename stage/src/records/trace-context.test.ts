import { describe, expect, it } from "vitest";
import { childTraceContext, newTraceContext } from "./trace-context.js";

describe("trace context", () => {
  it("keeps the trace and changes the span", () => {
    const parent = newTraceContext();
    const child = childTraceContext(parent);
    expect(child.slice(0, 35)).toBe(parent.slice(0, 35));
    expect(child).not.toBe(parent);
  });

  it.each([undefined, "", "00-zz-11-01"])("begins anew from %j", (parent) => {
    expect(childTraceContext(parent)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});

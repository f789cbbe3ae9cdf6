import { expect, it } from "vitest";
import { WorkProgress } from "./work-progress.js";

it("tells of work that fails since when it does, and of none before it has begun", () => {
  const work = new WorkProgress();
  expect(work.read()).toBeNull();
  work.progressed();
  expect(work.read()).toMatchObject({ blocked: null });
  work.failed(new Error("the feed is away"));
  const first = work.read()?.blocked;
  work.failed(new Error("the feed is away still"));
  expect(work.read()?.blocked).toEqual({ ...first, reason: "the feed is away still" });
  work.succeeded();
  expect(work.read()).toMatchObject({ blocked: null, progressAt: expect.any(Number) });
});

import { describe, expect, it } from "vitest";
import { Rendezvous } from "./rendezvous.js";

async function collect(rendezvous: Rendezvous<number>): Promise<number[]> {
  const values: number[] = [];
  for await (const value of rendezvous.values()) values.push(value);
  return values;
}

describe("rendezvous", () => {
  it("gives values in order and ends", async () => {
    const rendezvous = new Rendezvous<number>();
    const values = collect(rendezvous);
    await rendezvous.put(1);
    await rendezvous.put(2);
    rendezvous.end();
    expect(await values).toEqual([1, 2]);
  });

  it("makes whoever puts wait until the value has been worked through", async () => {
    const rendezvous = new Rendezvous<number>();
    const log: string[] = [];
    const put = rendezvous.put(1).then(() => log.push("taken"));
    const values = rendezvous.values();
    await values.next();
    log.push("working");
    const next = values.next();
    await put;
    expect(log).toEqual(["working", "taken"]);
    rendezvous.end();
    expect(await next).toMatchObject({ done: true });
  });

  it("gives out what there is before an end, and throws the error of one", async () => {
    const rendezvous = new Rendezvous<number>();
    void rendezvous.put(1);
    rendezvous.end(new Error("broke"));
    const values = rendezvous.values();
    expect(await values.next()).toMatchObject({ value: 1 });
    await expect(values.next()).rejects.toThrow("broke");
  });

  it("lets go of whoever puts when nobody takes any more", async () => {
    const rendezvous = new Rendezvous<number>();
    const puts = [rendezvous.put(1), rendezvous.put(2)];
    for await (const _ of rendezvous.values()) break;
    await expect(Promise.all([...puts, rendezvous.put(3)])).resolves.toHaveLength(3);
  });
});

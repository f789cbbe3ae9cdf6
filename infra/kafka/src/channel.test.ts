import { describe, expect, it } from "vitest";
import { Channel } from "./channel.js";

async function collect(channel: Channel<number>): Promise<number[]> {
  const values: number[] = [];
  for await (const value of channel.values()) values.push(value);
  return values;
}

describe("channel", () => {
  it("gives values in order and ends", async () => {
    const channel = new Channel<number>();
    const values = collect(channel);
    await channel.send(1);
    await channel.send(2);
    channel.end();
    expect(await values).toEqual([1, 2]);
  });

  it("makes a sender wait until the value has been worked through", async () => {
    const channel = new Channel<number>();
    const log: string[] = [];
    const sent = channel.send(1).then(() => log.push("taken"));
    const values = channel.values();
    await values.next();
    log.push("working");
    const next = values.next();
    await sent;
    expect(log).toEqual(["working", "taken"]);
    channel.end();
    expect(await next).toMatchObject({ done: true });
  });

  it("gives out what there is before an end, and throws the error of one", async () => {
    const channel = new Channel<number>();
    void channel.send(1);
    channel.end(new Error("broke"));
    const values = channel.values();
    expect(await values.next()).toMatchObject({ value: 1 });
    await expect(values.next()).rejects.toThrow("broke");
  });

  it("lets senders go when the receiver has left", async () => {
    const channel = new Channel<number>();
    const sends = [channel.send(1), channel.send(2)];
    for await (const _ of channel.values()) break;
    await expect(Promise.all([...sends, channel.send(3)])).resolves.toHaveLength(3);
  });
});

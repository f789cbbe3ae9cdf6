import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Transaction } from "./transaction.js";

/** A connection whose statements last until they are released. */
class SlowClient {
  readonly statements: string[] = [];
  #release: (() => void)[] = [];

  query = ((text: string) => {
    this.statements.push(text);
    if (text === "select 1") return Promise.resolve({ rows: [] });
    return new Promise((resolve) => this.#release.push(() => resolve({ rows: [] })));
  }) as never;

  release(): void {
    this.#release.shift()!();
  }
}

describe("an open transaction", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("tells the server that its client is alive while it computes, and only then", async () => {
    const client = new SlowClient();
    const transaction = new Transaction(client);
    const statement = transaction.query("update");
    vi.advanceTimersByTime(60_000);
    expect(client.statements).toEqual(["update"]);
    client.release();
    await statement;
    vi.advanceTimersByTime(30_000);
    expect(client.statements).toEqual(["update", "select 1", "select 1"]);
    transaction.close();
    vi.advanceTimersByTime(600_000);
    expect(client.statements).toHaveLength(3);
  });

  it("executes nothing after its end", async () => {
    const client = new SlowClient();
    const transaction = new Transaction(client);
    transaction.close();
    const late = [
      transaction.query("insert"),
      transaction.run(["insert"]),
      transaction.copyText("rows", ["id"], ["1\n"]),
      transaction.savepoint(() => Promise.resolve()),
    ];
    for (const one of late) await expect(one).rejects.toMatchObject({ code: "TRANSACTION_CLOSED" });
    expect(client.statements).toEqual([]);
  });

  it("executes one statement at a time, in order, and none that waited for its end", async () => {
    const client = new SlowClient();
    const transaction = new Transaction(client);
    const [first, second, third] = ["select", "insert", "delete"].map((text) => transaction.query(text));
    expect(client.statements).toEqual(["select"]);
    client.release();
    await first;
    await vi.waitFor(() => expect(client.statements).toEqual(["select", "insert"]));
    transaction.close();
    client.release();
    await second;
    await expect(third).rejects.toMatchObject({ code: "TRANSACTION_CLOSED" });
    expect(client.statements).toEqual(["select", "insert"]);
  });
});

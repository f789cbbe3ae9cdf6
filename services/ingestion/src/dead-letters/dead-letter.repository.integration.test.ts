import { createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { type Epoch, zeroCounts } from "../history/epoch.js";
import { EpochRepository } from "../history/epoch.repository.js";
import { MemoryEpochStore } from "../testing/memory-epoch-store.js";
import { type RejectedInput, type RequestedLetter, letterText } from "./dead-letter.js";
import { DeadLetterRepository } from "./dead-letter.repository.js";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "ingestion");
});
afterAll(() => test.dispose());

const letter = (parts: Partial<RejectedInput>): RejectedInput => ({
  epoch: 1,
  place: 0,
  file: "mbdump.tar",
  member: "mbdump/artist",
  line: 1,
  code: "ROW_BAD_TEXT",
  reason: letterText("NUL \0 and half a \ud83d"),
  bytes: Buffer.from([0, 0xff, 0x0a]),
  origin: { reader: "dump", control: "{}" },
  ...parts,
});
const epoch = (parts: Partial<Epoch>): Epoch => ({
  epoch: 1,
  kind: "replay",
  files: [],
  sequence: 100,
  sourceSequence: 100,
  schemaSequence: 31,
  upTo: null,
  identity: "",
  ...parts,
});
const nothing = {
  counts: zeroCounts(),
  hashes: new Map<string, string>(),
  sent: new Map<string, number>(),
  rejected: [] as number[],
  mixed: [],
};

/** A store of epochs with its dead letters, and what an operator does and sees there. */
const stores = {
  PostgreSQL: () => ({
    store: new EpochRepository(test.database),
    letters: new DeadLetterRepository(test.database),
    requestAll: () =>
      test.database.query("update dead_letters set status = 'requested' where status = 'open'"),
    statuses: async () => {
      const rows = await test.database.query<{ status: string; reason: string }>(
        "select status, reason from dead_letters order by id",
      );
      return rows.map(({ status, reason }) => [status, reason]);
    },
  }),
  memory: () => {
    const store = new MemoryEpochStore();
    const { letters } = store;
    return {
      store,
      letters,
      requestAll: async () => letters.requestAll(),
      statuses: async () => letters.letters.map(({ status, reason }) => [status, reason]),
    };
  },
};

describe.each(Object.entries(stores))("dead letters in %s", (_, create) => {
  beforeEach(() => test.database.query("truncate epochs, epoch_files, dead_letters restart identity"));

  async function lettersOf(
    replay: number,
    { letters }: ReturnType<typeof create>,
  ): Promise<RequestedLetter[]> {
    const found: RequestedLetter[] = [];
    for await (const one of letters.ofReplay(replay)) found.push(one);
    return found;
  }

  it("are kept whole, and once a place in their epoch", async () => {
    const subject = create();
    const [row, document] = [letter({}), letter({ place: 1, member: null, line: null })];
    await subject.letters.keep([row, document]);
    await subject.letters.keep([row, letter({ epoch: 2 })]);
    await subject.requestAll();
    expect((await subject.store.history()).hasRequestedLetters).toBe(true);
    await subject.store.start(epoch({ epoch: 3 }));
    expect(await lettersOf(3, subject)).toMatchObject(
      [row, document, letter({ epoch: 2 })].map(({ code: _code, reason: _reason, ...kept }) => kept),
    );
  });

  it("are read again by one epoch, which is resumed with the same ones, and are then settled", async () => {
    const subject = create();
    await subject.letters.keep([letter({}), letter({ place: 1 })]);
    await subject.requestAll();
    await subject.store.start(epoch({ epoch: 5 }));
    await subject.letters.keep([letter({ place: 2, reason: "later" })]);
    await subject.requestAll();
    await subject.store.start(epoch({ epoch: 5 }));
    expect((await lettersOf(5, subject)).map(({ place }) => place)).toEqual([0, 1]);
    await subject.store.renumber(5, 7);
    expect((await subject.store.history()).open).toEqual(epoch({ epoch: 7 }));
    const [one, other] = (await lettersOf(7, subject)).map(({ id }) => id);
    const rejected = [{ id: other!, code: "STILL_BAD", reason: "still" }];
    await subject.store.publish(7, { ...nothing, replay: { replayed: [one!], rejected } });
    expect(await subject.statuses()).toEqual([
      ["replayed", letter({}).reason],
      ["open", "still"],
      ["requested", "later"],
    ]);
    expect(await subject.store.history()).toMatchObject({ hasCatalogue: false, hasRequestedLetters: true });
  });

  it("of a file of features are superseded by its next version, whose own are open", async () => {
    const subject = create();
    const origin = { reader: "popularity" } as const;
    const of = (file: string, in_: number) => letter({ file, epoch: in_, reason: `${file} ${in_}`, origin });
    await subject.letters.keep([of("a.csv", 1), { ...of("b.csv", 1), place: 1 }, of("a.csv", 2)]);
    const files = [{ name: "a.csv", kind: "features" as const }];
    await subject.store.start(epoch({ epoch: 2, kind: "features", files }));
    const hashes = new Map([["a.csv", "22"]]);
    await subject.store.publish(2, { ...nothing, hashes, rejected: [0], replay: null });
    expect(await subject.statuses()).toEqual([
      ["superseded", "a.csv 1"],
      ["open", "b.csv 1"],
      ["open", "a.csv 2"],
    ]);
  });

  it("of the catalogue are superseded by the dump after them", async () => {
    const subject = create();
    const features = letter({ place: 1, reason: "features", origin: { reader: "popularity" } });
    await subject.letters.keep([letter({ reason: "row" }), features]);
    const own = { epoch: 2, reason: "of the dump itself" };
    const damaged = { epoch: 2, place: 1, reason: "of a damaged file that was replaced" };
    await subject.letters.keep([letter(own), letter(damaged)]);
    await subject.store.start(epoch({ epoch: 2, kind: "dump" }));
    await subject.store.publish(2, { ...nothing, rejected: [0], replay: null });
    expect(await subject.statuses()).toEqual([
      ["superseded", "row"],
      ["open", "features"],
      ["open", "of the dump itself"],
      ["superseded", "of a damaged file that was replaced"],
    ]);
  });
});

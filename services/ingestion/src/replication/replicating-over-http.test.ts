import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packetFile } from "@interlude/core-musicbrainz";
import { OpenPgpSignatures, sha256OfFile } from "@interlude/infra-archives";
import { packed, tarOf, temporaryFolder, testKey, writeArchive } from "@interlude/infra-archives/testing";
import { describe, expect, it } from "vitest";
import { type Handler, TOKEN, body, info, packetServer, status } from "../testing/feed-server.js";
import { MemoryStream } from "../testing/memory-stream.js";
import { artistCredit, dumpMembers, packetMembers } from "../testing/music-files.js";

const root = temporaryFolder();
const playing = packetServer(root);
const packet = async (sequence: number) => {
  const changes = [{ table: "artist_credit", after: artistCredit(sequence) }];
  return packed("packet.tar.bz2", await tarOf(packetMembers(sequence, changes)));
};
const writeDump = (folder: string) =>
  writeArchive(folder, "mbdump.tar", dumpMembers({ artist_credit: [artistCredit(1)] }));

describe("following MetaBrainz over HTTP", () => {
  it("goes on from a dump packet by packet until it is caught up", async () => {
    const { feed, folder, requests } = await playing({
      [packetFile(101)]: body(await packet(101)),
      [packetFile(102)]: body(await packet(102)),
      "replication-info": info(102),
    });
    await writeDump(folder);
    const stream = await MemoryStream.create();
    expect(await stream.run(folder, { feed })).toBe("done");
    expect((await stream.store.history()).sequence).toBe(102);
    expect(stream.newest).toBe(102);
    expect(requests[0]).toContain(packetFile(101));
    expect(readdirSync(folder).toSorted()).toEqual(["mbdump.tar", packetFile(101), packetFile(102)]);
  });

  it("fetches a packet again that is whole and another's", async () => {
    const { feed, folder } = await playing({
      [packetFile(101)]: [body(await packet(99)), body(await packet(101))],
    });
    await writeDump(folder);
    const stream = await MemoryStream.create();
    expect(await stream.run(folder, { feed })).toBe("done");
    expect((await stream.store.history()).sequence).toBe(101);
  });

  it.each<[string, Record<string, Handler>]>([
    ["TOKEN_REFUSED", { [packetFile(101)]: status(403) }],
    ["PACKET_LOST", { "replication-info": info(103) }],
  ])("stops with %s and says why, without the token", async (code, handlers) => {
    const { feed, folder } = await playing(handlers);
    await writeDump(folder);
    const stream = await MemoryStream.create();
    expect(await stream.run(folder, { feed })).toBe("blocked");
    expect(stream.blockedCodes).toEqual([code]);
    expect(stream.blocked.join()).not.toContain(TOKEN);
    expect((await stream.store.history()).sequence).toBe(100);
  });

  it("sends nothing that is not signed, from the feed or the folder, once there is a keyring", async () => {
    const key = await testKey();
    const keyring = join(root, "keyring.asc");
    writeFileSync(keyring, key.publicKey);
    const signatures = await OpenPgpSignatures.load(keyring);
    const bytes = await packet(101);
    const handlers = {
      [packetFile(101)]: body(bytes),
      [`${packetFile(101)}.asc`]: body(await key.signatureOf(bytes)),
    };
    const { feed, folder } = await playing(handlers, { signatures });
    await writeDump(folder);
    const stream = await MemoryStream.create();
    expect(await stream.run(folder, { feed, signatures })).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["SIGNATURE_MISSING"]);
    expect((await stream.store.history()).hasCatalogue).toBe(false);
    const hash = await sha256OfFile(join(folder, "mbdump.tar"));
    writeFileSync(join(folder, "SHA256SUMS"), `${hash} *mbdump.tar\n`);
    await key.sign(join(folder, "SHA256SUMS"));
    expect(await stream.run(folder, { feed, signatures })).toBe("done");
    expect((await stream.store.history()).sequence).toBe(101);
  });
});

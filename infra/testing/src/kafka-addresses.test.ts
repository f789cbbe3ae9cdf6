import { describe, expect, it } from "vitest";
import { withOwnAddress } from "./kafka-addresses.js";

const host = "127.0.0.1";

/** A response that names the broker in its midst, as metadata does. */
function response(port: number): Buffer {
  const address = Buffer.alloc(host.length + 4);
  address.write(host);
  address.writeInt32BE(port, host.length);
  const body = Buffer.concat([Buffer.from("broker 1:"), address, Buffer.from(" 127.0.0.1")]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

describe("addresses in a broker's responses", () => {
  it("get another port, however the bytes are cut", () => {
    const responses = Buffer.concat([response(20_001), response(7), response(20_001)]);
    const expected = Buffer.concat([response(30_002), response(7), response(30_002)]);
    for (let size = 1; size <= responses.length; size++) {
      const stream = withOwnAddress({ host, theirs: 20_001, ours: 30_002 });
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      for (let at = 0; at < responses.length; at += size) stream.write(responses.subarray(at, at + size));
      const read = (): void => {
        for (let part = stream.read() as Buffer | null; part !== null; part = stream.read()) parts.push(part);
      };
      read();
      expect(Buffer.concat(parts)).toEqual(expected);
    }
  });
});

import { Transform } from "node:stream";

/** A response begins with its length in bytes. */
const LENGTH_BYTES = 4;

interface Address {
  readonly host: string;
  /** The broker's port, and the one to put in its place. */
  readonly theirs: number;
  readonly ours: number;
}

/**
 * Responses of a broker with another port in its address. Every response that names a broker has its host and behind it
 * the port in four bytes, so the place is found without knowing the response, and no length changes.
 */
export function withOwnAddress({ host, theirs, ours }: Address): Transform {
  const [from, to] = [addressBytes(host, theirs), addressBytes(host, ours)];
  let waiting = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting = Buffer.concat([waiting, chunk]);
      for (;;) {
        if (waiting.length < LENGTH_BYTES) break;
        const end = LENGTH_BYTES + waiting.readInt32BE();
        if (waiting.length < end) break;
        this.push(replaced(Buffer.from(waiting.subarray(0, end)), from, to));
        waiting = waiting.subarray(end);
      }
      done();
    },
  });
}

function addressBytes(host: string, port: number): Buffer {
  const bytes = Buffer.alloc(host.length + 4);
  bytes.write(host, "latin1");
  bytes.writeInt32BE(port, host.length);
  return bytes;
}

/** Changes the response itself. */
function replaced(response: Buffer, from: Buffer, to: Buffer): Buffer {
  for (let at = response.indexOf(from); at !== -1; at = response.indexOf(from, at + to.length)) {
    to.copy(response, at);
  }
  return response;
}

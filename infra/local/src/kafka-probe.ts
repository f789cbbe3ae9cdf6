import { connect } from "node:net";

const METADATA = 3;
/** The newest version of the request that still has the plain, not the "flexible", encoding's fixed-width lengths. */
const VERSION = 5;
const CORRELATION = 1;

/** What a broker says about its cluster. */
export interface ClusterMetadata {
  readonly brokerIds: readonly number[];
  readonly clusterId: string | undefined;
}

/**
 * Asks a broker for its cluster's metadata, in the Kafka protocol over plain TCP: one request, no client library, no
 * reconnecting. Rejects when there is no connection, no answer before the signal aborts, or an answer that is not one.
 */
export function fetchClusterMetadata(options: {
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
}): Promise<ClusterMetadata> {
  const { host, port, signal } = options;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    let received = Buffer.alloc(0);
    const settle = (finish: () => void) => {
      socket.destroy();
      finish();
    };
    socket.on("connect", () => socket.write(metadataRequest()));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      settle(() => {
        try {
          resolve(parseMetadataResponse(received.subarray(4)));
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    socket.on("error", (error) => settle(() => reject(error)));
    socket.on("close", () =>
      reject(new Error(`${host}:${port} closed the connection without a Kafka answer`)),
    );
  });
}

/** Length, header (key, version, correlation, client id), then: no topics, create none. */
export function metadataRequest(): Buffer {
  const client = Buffer.from("interlude");
  const request = Buffer.alloc(4 + 8 + 2 + client.length + 5);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(METADATA, 4);
  request.writeInt16BE(VERSION, 6);
  request.writeInt32BE(CORRELATION, 8);
  request.writeInt16BE(client.length, 12);
  client.copy(request, 14);
  request.writeInt32BE(0, 14 + client.length);
  request.writeInt8(0, 18 + client.length);
  return request;
}

/** Reads the response's correlation id, throttle time, brokers and cluster id. Throws RangeError or Error. */
export function parseMetadataResponse(response: Buffer): ClusterMetadata {
  let position = 0;
  const int16 = () => response.readInt16BE((position += 2) - 2);
  const int32 = () => response.readInt32BE((position += 4) - 4);
  const nullableString = () => {
    const length = int16();
    if (length < 0) return undefined;
    return response.toString("utf8", position, (position += length));
  };
  if (int32() !== CORRELATION) throw new Error("the answer is to another question than ours");
  int32();
  const brokerIds = Array.from({ length: int32() }, () => {
    const id = int32();
    nullableString();
    int32();
    nullableString();
    return id;
  });
  return { brokerIds, clusterId: nullableString() };
}

import { packetFile } from "@interlude/core-musicbrainz";
import { ArchiveError, MAX_SIGNATURE_BYTES, SIGNATURE_SUFFIX } from "@interlude/infra-archives";
import {
  BodyTooLargeError,
  ConnectionError,
  type HttpResponse,
  bodyText,
  httpGet,
  saveBody,
} from "@interlude/infra-http/download";
import { codeOf, reasonOf } from "@interlude/stage";
import type { ApiToken } from "./api-token.js";
import type { FeedRequest, FeedResponse } from "./fetch-state.js";
import type { TransientFeedCode } from "./packet-feed.js";
import type { PacketSpool } from "./packet-spool.js";
import { responseOfStatus } from "./response-status.js";

/** Bounds on a server; packets have 0.1 to 1 MB, seldom tens. */
export interface ServerLimits {
  readonly packetBytes: number;
  readonly responseMs: number;
  readonly idleMs: number;
  /** Milliseconds for a whole packet. */
  readonly packetMs: number;
}

export const SERVER_LIMITS: ServerLimits = {
  packetBytes: 128 * 1024 ** 2,
  responseMs: 30_000,
  idleMs: 30_000,
  packetMs: 900_000,
};

const MAX_INFO_BYTES = 4_096;

/** MetaBrainz's replication API, or a mirror of it, one request at a time. */
export class MetaBrainzServer {
  readonly #base: URL;

  /** @param base address of the API, as in `https://metabrainz.org/api/musicbrainz` */
  constructor(
    base: URL,
    private readonly spool: PacketSpool,
    private readonly limits: ServerLimits,
  ) {
    this.#base = new URL(base);
    if (!this.#base.pathname.endsWith("/")) this.#base.pathname += "/";
  }

  /**
   * Sends a request; a packet that comes is put into the source folder.
   * @throws the signal's reason if it was aborted; never for what a server or the disk does
   */
  async ask(request: FeedRequest, token: ApiToken | null, signal: AbortSignal): Promise<FeedResponse> {
    const requests = new Requests(this.#base, this.limits, token, signal);
    try {
      if (request.kind === "newest") return await askNewest(requests);
      const name = packetFile(request.sequence);
      if (request.kind === "probe") return await requests.get(name, async () => FOUND);
      return await this.#fetchPacket(requests, name).finally(() => this.spool.clear());
    } catch (error) {
      signal.throwIfAborted();
      return responseOfError(error, this.#base.host);
    }
  }

  async #fetchPacket(requests: Requests, name: string): Promise<FeedResponse> {
    const { spool, limits } = this;
    const packet = await requests.get(name, async (response) => {
      await spool.begin();
      return saveWhole(response, spool.pathOf(name), limits);
    });
    if (packet.kind !== "found") return packet;
    if (spool.wantsSignatures) {
      const signature = await this.#fetchSignature(requests, `${name}${SIGNATURE_SUFFIX}`);
      if (signature.kind === "failed" || signature.kind === "blocked") return signature;
    }
    await spool.accept(name);
    return FOUND;
  }

  #fetchSignature(requests: Requests, name: string): Promise<FeedResponse> {
    return requests.get(name, async ({ body }) => {
      await saveBody(body, this.spool.pathOf(name), { maxBytes: MAX_SIGNATURE_BYTES, from: 0 });
      return FOUND;
    });
  }
}

const FOUND: FeedResponse = { kind: "found", newest: null };

/** The HTTP requests for one `FeedRequest`, all with the same token. */
class Requests {
  constructor(
    private readonly base: URL,
    private readonly limits: ServerLimits,
    private readonly token: ApiToken | null,
    private readonly signal: AbortSignal,
  ) {}

  /** GET; `read` handles the body of status 200. The connection is closed even if the body was not read. */
  async get(name: string, read: (response: HttpResponse) => Promise<FeedResponse>): Promise<FeedResponse> {
    const { base, token, signal } = this;
    const { responseMs, idleMs } = this.limits;
    const address = new URL(name, base);
    const response = await httpGet(token === null ? address : token.addTo(address), {
      signal,
      responseMs,
      idleMs,
      // Redirects usually repeat the query with the token: no other server may see it.
      mayFollow: (from, to) => to.origin === from.origin,
    });
    try {
      const { status, headers, redirect } = response;
      const retryAfter = headers.get("retry-after");
      const { host } = base;
      const byStatus = responseOfStatus({
        status,
        retryAfter,
        redirect,
        host,
        hasToken: token !== null,
        now: Date.now(),
      });
      return byStatus ?? (await read(response));
    } finally {
      response.close();
    }
  }
}

/** `{"last_packet": "replication-<N>.tar.bz2"}`; null or anything else is no number. */
function askNewest(requests: Requests): Promise<FeedResponse> {
  return requests.get("replication-info", async ({ body }) => {
    const text = await bodyText(body, MAX_INFO_BYTES);
    const sequence = /"last_packet"\s*:\s*"replication-(\d{1,12})(?:-v2)?\.tar\.bz2"/.exec(text)?.[1];
    return { kind: "found", newest: sequence === undefined ? null : Number(sequence) };
  });
}

async function saveWhole(
  { headers, body }: HttpResponse,
  path: string,
  { packetBytes: maxBytes, packetMs: withinMs }: ServerLimits,
): Promise<FeedResponse> {
  const length = headers.get("content-length");
  const expected = length === null ? null : Number(length);
  if (expected !== null && expected > maxBytes) throw new BodyTooLargeError(`it has ${expected} bytes`);
  const deadline = performance.now() + withinMs;
  const onPiece = (): void => {
    if (performance.now() > deadline) throw new ConnectionError(`it took longer than ${withinMs} ms`);
  };
  let bytes = 0;
  try {
    bytes = await saveBody(body, path, { maxBytes, from: 0, onPiece });
  } catch (error) {
    if (error instanceof ConnectionError) return truncated(`the packet came in part only: ${error.message}`);
    throw error;
  }
  if (bytes === 0) return truncated("the packet came empty");
  if (expected !== null && bytes !== expected && headers.get("content-encoding") === null) {
    return truncated(`the packet came in part only: ${bytes} of ${expected} bytes`);
  }
  return FOUND;
}

function truncated(reason: string): FeedResponse {
  return failed("PACKET_TRUNCATED", reason);
}

function failed(code: TransientFeedCode, reason: string): FeedResponse {
  return { kind: "failed", code, reason, retryAfterMs: null };
}

/** What an error means; its message is passed on only if it is one of ours. */
function responseOfError(error: unknown, host: string): FeedResponse {
  if (error instanceof ConnectionError) return failed("FEED_UNREACHABLE", `${host}: ${error.message}`);
  if (error instanceof BodyTooLargeError) {
    return failed("PACKET_TOO_LARGE", `${host} sent what is too large to be a packet: ${error.message}`);
  }
  if (!(error instanceof ArchiveError)) {
    return failed(
      "FOLDER_UNWRITABLE",
      `the packet cannot be written into the source folder (${codeOf(error)})`,
    );
  }
  const { code } = error;
  if (code === "SIGNATURE_MISSING" || code === "SIGNATURE_INVALID") {
    return { kind: "blocked", code, reason: error.message };
  }
  return failed(code === "ARCHIVE_TOO_LARGE" ? "PACKET_TOO_LARGE" : "PACKET_DAMAGED", reasonOf(error));
}

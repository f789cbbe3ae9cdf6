import { mkdtempSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { loopbackServer } from "@interlude/infra-http/testing";
import { ApiToken } from "../metabrainz/api-token.js";
import { type FeedOptions, MetaBrainzFeed } from "../metabrainz/metabrainz-feed.js";
import type { FeedOutcome } from "../metabrainz/packet-feed.js";

/** The token of the tests' feeds. */
export const TOKEN = "abcdefghijABCDEFGHIJ01234567890123456789";

export type Handler = (response: ServerResponse) => void;

export const status =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (response) =>
    void response.writeHead(code, headers).end("<html>no</html>");

export const body =
  (content: string | Buffer): Handler =>
  (response) =>
    void response.end(content);

/** What `replication-info` says. */
export const info = (sequence: number | null): Handler =>
  body(JSON.stringify({ last_packet: sequence === null ? null : `replication-${sequence}.tar.bz2` }));

export interface PlayedFeed {
  readonly feed: MetaBrainzFeed;
  /** The source folder, new and empty. */
  readonly folder: string;
  /** Path and query of each request. */
  readonly requests: readonly string[];
  /** Asks for a packet, 10 unless another is said. */
  fetch(sequence?: number): Promise<FeedOutcome>;
}

/**
 * Servers that play MetaBrainz, each with a feed that asks it. They handler by file name, 404 for what is not in the
 * list; several handlers are given one after the other, the last for ever.
 * @param root where the source folders go
 */
export function packetServer(root: string) {
  return async (
    handlers: Readonly<Record<string, Handler | Handler[]>>,
    options: Partial<FeedOptions> = {},
  ): Promise<PlayedFeed> => {
    const server = await loopbackServer((request, response) => {
      const file = new URL(request.url!, "http://server").pathname.split("/").at(-1)!;
      const handler = handlers[file] ?? status(404);
      const one = Array.isArray(handler) ? (handler.length > 1 ? handler.shift()! : handler[0]!) : handler;
      one(response);
    });
    const folder = mkdtempSync(join(root, "source-"));
    const base = new URL("api/musicbrainz", server.url);
    const token = ApiToken.parse(TOKEN);
    const feed = new MetaBrainzFeed({ base, token, folder, signatures: null, random: () => 0, ...options });
    const { signal } = new AbortController();
    return {
      feed,
      folder,
      requests: server.requests,
      fetch: (sequence = 10) => feed.fetch(sequence, signal),
    };
  };
}

import { readSettings } from "@interlude/infra-runtime/settings";
import { describe, expect, it } from "vitest";
import { settings } from "../settings.js";
import { ApiToken } from "./api-token.js";
import { feedAddress } from "./feed-address.js";

const addressIn = (environment: Record<string, string>) =>
  feedAddress(readSettings(settings.feed, environment));

const METABRAINZ_TOKEN = "abcdefghijABCDEFGHIJ01234567890123456789";
const INGESTION_PACKET_URL = "https://metabrainz.org/api/musicbrainz";

describe("where packets are fetched from", () => {
  it("is nowhere unless it is said", () => {
    expect(addressIn({ METABRAINZ_TOKEN })).toBeNull();
  });

  it("is an address and a token of the environment or of a file, the file before", () => {
    const { base, token } = addressIn({ INGESTION_PACKET_URL, METABRAINZ_TOKEN })!;
    expect(base.href).toBe(INGESTION_PACKET_URL);
    expect((token as ApiToken).equals(ApiToken.parse(METABRAINZ_TOKEN)!)).toBe(true);
    const both = { INGESTION_PACKET_URL, METABRAINZ_TOKEN, INGESTION_TOKEN_FILE: "/run/token" };
    expect(addressIn(both)!.token).toEqual({ file: "/run/token" });
    expect(addressIn({ INGESTION_PACKET_URL })!.token).toBeNull();
  });

  it.each([
    ["ftp://example.org/", /INGESTION_PACKET_URL must be a URL/],
    ["https://user:secret@example.org/", /no password/],
    ["https://example.org/?token=secret", /no password, query/],
    ["http://example.org/", /must be https where there is a token/],
  ])("is not %s", (address, message) => {
    const reading = () => addressIn({ INGESTION_PACKET_URL: address, METABRAINZ_TOKEN });
    expect(reading).toThrow(message);
    expect(reading).not.toThrow(/secret/);
  });

  it("may be open on this machine, and anywhere without a token", () => {
    expect(addressIn({ INGESTION_PACKET_URL: "http://127.0.0.1:8080/", METABRAINZ_TOKEN })).not.toBeNull();
    expect(addressIn({ INGESTION_PACKET_URL: "http://packets.default.svc/" })).not.toBeNull();
  });

  it("rejects a token that is none without repeating it", () => {
    const reading = () => addressIn({ INGESTION_PACKET_URL, METABRAINZ_TOKEN: "almost-a-token" });
    expect(reading).toThrow(/METABRAINZ_TOKEN must be 40 letters and digits/);
    expect(reading).not.toThrow(/almost/);
  });
});

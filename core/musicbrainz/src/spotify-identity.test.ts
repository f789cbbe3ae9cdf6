import { describe, expect, it } from "vitest";
import { parseSpotifyArtistUrl } from "./spotify-identity.js";

const id = "0oSGxfWSnnOXhD2fKuz2Gy";

describe("parseSpotifyArtistUrl", () => {
  it.each([
    `https://open.spotify.com/artist/${id}`,
    `http://play.spotify.com/artist/${id}/`,
    `https://open.spotify.com/intl-de/artist/${id}?si=abc#top`,
    `https://embed.spotify.com/artist/${id}`,
  ])("finds the id in %s", (url) => {
    expect(parseSpotifyArtistUrl(url)).toBe(id);
  });

  it.each([
    `https://open.spotify.com/album/${id}`,
    `https://open.spotify.com/artist/${id}x`,
    "https://open.spotify.com/artist/short",
    `https://open.spotify.com.example.org/artist/${id}`,
    `https://example.org/https://open.spotify.com/artist/${id}`,
  ])("finds none in %s", (url) => {
    expect(parseSpotifyArtistUrl(url)).toBeNull();
  });
});

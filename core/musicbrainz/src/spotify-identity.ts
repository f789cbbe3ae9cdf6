/** The relationship type of `l_artist_url` that links an artist to its Spotify page: "free streaming". */
export const FREE_STREAMING_LINK_TYPE = "769085a1-c2f7-4c24-a532-2375a77693bd";

const ARTIST_PAGE =
  /^https?:\/\/(?:open|play|embed)\.spotify\.com\/(?:intl-[a-z-]+\/)?artist\/([0-9A-Za-z]{22})\/?(?:[?#].*)?$/;

/**
 * The Spotify id (22 characters, base 62, case-sensitive) that an artist's URL names, or null if it is no Spotify
 * artist page. Old rows were not normalised: other hosts, a language part, a query and a fragment are accepted.
 */
export function parseSpotifyArtistUrl(url: string): string | null {
  return ARTIST_PAGE.exec(url)?.[1] ?? null;
}

import { Stream, type Random, randomFor } from "../hash.js";
import { spotifyId } from "../identifiers.js";
import { spotifyLinks } from "../dump/spotify-links.js";
import { rowId } from "../world/credits.js";
import { isGroup } from "../world/artists.js";
import { GENRES } from "../world/genres.js";
import { artistName } from "../world/names.js";
import type { World } from "../world/world.js";

const COUNTRIES = ["us", "gb", "de", "br", "ng", "jp", "fr"] as const;

/**
 * An artist's popularity, an integer 0..100: rises with fame and with the number of collaborative recordings, with
 * noise.
 */
export function popularity(world: World, artist: number): number {
  const random = randomFor(world.size.seed, Stream.popularity, artist);
  const { fame } = world.artists.traits(artist);
  const degree = Math.log1p(world.tally.collaborations(artist));
  return Math.max(0, Math.min(100, Math.round(45 * fame + 11 * degree + 6 * random.normal())));
}

/**
 * The lines, header first, of a popularity table as published collections of Spotify data have it:
 * `spotify_id,name,followers,popularity,genres,chart_hits`, lists as Python literals. Some followers are missing, some
 * ids are linked to no artist, some rows come twice.
 */
export function* popularityCsv(world: World): Generator<string> {
  yield "spotify_id,name,followers,popularity,genres,chart_hits\n";
  const { seed, artists } = world.size;
  for (let artist = 0; artist < artists; artist++) {
    const random = randomFor(seed, Stream.popularity, artist, 1);
    for (const link of spotifyLinks(seed, artist, rowId(artist))) {
      const line = csvLine(world, artist, link.spotifyId, random);
      yield line;
      if (random.chance(0.005)) yield line;
    }
    if (random.chance(0.02)) yield csvLine(world, artist, spotifyId(seed, Stream.popularity, artist), random);
  }
}

function csvLine(world: World, artist: number, id: string, random: Random): string {
  const { genre, scene, type } = world.artists.traits(artist);
  const score = popularity(world, artist);
  const followers = Math.round(Math.exp(3 + score / 9 + 0.5 * random.normal()));
  const named = GENRES[genre]!.spotifyGenres.filter(() => random.chance(0.6));
  const local = `${world.scenes.scene(scene).city.toLowerCase()} ${GENRES[genre]!.name}`;
  const genres = random.chance(0.12) ? [] : [...named, ...(random.chance(0.4) ? [local] : [])];
  const hits = COUNTRIES.filter(() => random.chance((score - 45) / 120)).map(
    (country) => `${country} (${1 + random.below(90)})`,
  );
  const fields = [
    id,
    artistName(world.size.seed, artist, isGroup(type)).name,
    random.chance(0.01) ? "" : `${followers}.0`,
    String(score),
    pythonList(genres),
    hits.length === 0 ? "" : pythonList(hits),
  ];
  return `${fields.map(csvField).join(",")}\n`;
}

/** A list of strings as Python prints it: single quotes, double ones around an item with an apostrophe. */
function pythonList(items: readonly string[]): string {
  return `[${items.map((item) => (item.includes("'") ? `"${item}"` : `'${item}'`)).join(", ")}]`;
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

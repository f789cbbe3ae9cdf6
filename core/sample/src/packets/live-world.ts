import type { Row } from "@interlude/core-musicbrainz";
import type { Microseconds } from "../dump/clock.js";
import { artistRow, creditNameRows, creditRow, recordingRow } from "../dump/rows.js";
import { type SpotifyLink, spotifyLinks } from "../dump/spotify-links.js";
import { artistRedirect, recordingRedirect, redirectRow } from "../dump/tables.js";
import { SampleError } from "../errors.js";
import { type CreditPart, FORMS, indexOfId, rowId } from "../world/credits.js";
import type { World } from "../world/world.js";
import { creditOfDump, creditOfRecording, findCreditOfDump } from "./dump-credits.js";
import { Journal } from "./journal.js";
import { RandomSet } from "./random-set.js";
import { Redirects } from "./redirects.js";

/** Packets change the newest recordings of the dump only, at most so many: the live world stays small. */
const WINDOW = 20_000;

interface LiveArtist {
  row: Row;
  readonly scene: number;
  /** Whether every recording of the artist is in the live world, so that the artist can be merged or deleted. */
  readonly complete: boolean;
  /** Ids of the live credits that name the artist. */
  readonly credits: RandomSet;
  links: readonly SpotifyLink[];
  renamed: number;
}

export interface LiveCredit {
  row: Row;
  readonly parts: readonly CreditPart[];
  readonly names: readonly Row[];
  /** Ids of the distinct artists, none of them special-purpose, in order. */
  readonly members: readonly number[];
  /** Ids of the live recordings that have the credit. */
  readonly recordings: Set<number>;
}

/**
 * The part of the master database that packets change: the window of newest recordings with their credits and artists,
 * and what the packets added. Every mutation goes to the journal as the master's triggers would record it.
 */
export class LiveWorld {
  readonly journal = new Journal();
  readonly redirects = new Redirects(this.journal);
  readonly artists = new Map<number, LiveArtist>();
  readonly credits = new Map<number, LiveCredit>();
  readonly recordings = new Map<number, Row>();
  readonly recordingIds = new RandomSet();
  /** Complete artists, by scene: who can be met there. */
  readonly artistsOfScene = new Map<number, RandomSet>();
  /** Credits that no recording has any more, oldest first. */
  readonly unusedCredits = new Set<number>();
  /** What the open transaction writes as `last_updated`. */
  now: Microseconds = 0;

  readonly #creditByContent = new Map<string, number>();
  #nextArtist: number;
  #nextRecording: number;
  #nextCredit: number;
  readonly #firstNewCredit: number;
  /** Credits of the dump that are no more: they must not be found again. */
  readonly #deletedCredits = new Set<number>();
  readonly #windowStart: number;

  constructor(readonly world: World) {
    const { size } = world;
    this.#nextArtist = size.artists;
    this.#nextRecording = size.recordings;
    this.#firstNewCredit = rowId(size.artists * FORMS);
    this.#nextCredit = this.#firstNewCredit;
    this.#windowStart = Math.max(0, size.recordings - WINDOW);
    for (let index = this.#windowStart; index < size.recordings; index++) this.#loadRecording(index);
  }

  artist(id: number): LiveArtist {
    return present("artist", id, this.artists.get(id));
  }

  credit(id: number): LiveCredit {
    return present("artist_credit", id, this.credits.get(id));
  }

  creditOf(recording: number): LiveCredit {
    return this.credit(this.recording(recording)["artist_credit"] as number);
  }

  recording(id: number): Row {
    return present("recording", id, this.recordings.get(id));
  }

  /** Whether every recording with the credit is in the live world. */
  isComplete(credit: LiveCredit): boolean {
    return credit.row["ref_count"] === credit.recordings.size;
  }

  /** Adds a new artist with its Spotify links, if any. */
  addArtist(): number {
    const index = this.#nextArtist++;
    const { seed } = this.world.size;
    const row = { ...artistRow(seed, this.world.artists, index), last_updated: this.now };
    const id = rowId(index);
    const links = spotifyLinks(seed, index, id, this.now);
    this.#keepArtist(index, { row, links, complete: true });
    this.journal.inserted("artist", row);
    for (const { url, relationship } of links) {
      this.journal.inserted("url", url);
      this.journal.inserted("l_artist_url", relationship);
    }
    return id;
  }

  updateArtist(id: number, patch: Row): void {
    const artist = this.artist(id);
    const before = artist.row;
    artist.row = { ...before, ...patch };
    this.journal.updated("artist", before, artist.row);
  }

  /** Deletes an artist that no credit names, with its links and the redirects to it. */
  removeArtist(id: number): void {
    const artist = this.artist(id);
    this.redirects.remove("artist", id);
    for (const { url, relationship } of artist.links) {
      this.journal.deleted("l_artist_url", relationship);
      this.journal.deleted("url", url);
    }
    this.forgetArtist(id);
  }

  /** Hands an artist's links to another. */
  relink(from: number, to: number): void {
    const source = this.artist(from);
    const target = this.artist(to);
    const moved = source.links.map((link) => {
      const relationship = { ...link.relationship, entity0: to, last_updated: this.now };
      this.journal.updated("l_artist_url", link.relationship, relationship);
      return { ...link, relationship };
    });
    target.links = [...target.links, ...moved];
    source.links = [];
  }

  /** Deletes the row of an artist whose credits, links and redirects have gone elsewhere. */
  forgetArtist(id: number): void {
    const { row, credits, scene } = this.artist(id);
    if (credits.size > 0) {
      throw new SampleError(
        "SAMPLE_INVARIANT",
        `artist ${id} is still credited and cannot be deleted; this is a bug`,
      );
    }
    this.artists.delete(id);
    this.artistsOfScene.get(scene)?.delete(id);
    this.journal.deleted("artist", row);
  }

  /** The credit with these contents, inserted if there is none. */
  findOrAddCredit(parts: readonly CreditPart[]): number {
    const known = this.#creditByContent.get(contentOf(parts));
    if (known !== undefined) return known;
    const dumped = findCreditOfDump(this.world, parts);
    if (dumped !== null && !this.#deletedCredits.has(dumped.row["id"] as number)) {
      this.#keepCredit(dumped.row, dumped.parts);
      return dumped.row["id"] as number;
    }
    const id = this.#nextCredit++;
    const row = creditRow({ seed: this.world.size.seed, id, parts, uses: 0, created: this.now });
    const { names } = this.#keepCredit(row, parts);
    this.unusedCredits.add(id);
    this.journal.inserted("artist_credit", row);
    for (const name of names) this.journal.inserted("artist_credit_name", name);
    return id;
  }

  /** Deletes a credit that no recording has, with its names and the redirects to it. */
  removeCredit(id: number): void {
    this.redirects.remove("artist_credit", id);
    this.forgetCredit(id);
  }

  /** Deletes the rows of a credit whose redirects have gone elsewhere. */
  forgetCredit(id: number): void {
    const credit = this.credit(id);
    for (const name of credit.names) this.journal.deleted("artist_credit_name", name);
    this.journal.deleted("artist_credit", credit.row);
    for (const artist of credit.members) this.artist(artist).credits.delete(id);
    this.credits.delete(id);
    if (id < this.#firstNewCredit) this.#deletedCredits.add(id);
    this.unusedCredits.delete(id);
    this.#creditByContent.delete(contentOf(credit.parts));
  }

  updateCredit(id: number, patch: Row): void {
    const credit = this.credit(id);
    const before = credit.row;
    credit.row = { ...before, ...patch };
    this.journal.updated("artist_credit", before, credit.row);
  }

  addRecording(credit: number): number {
    const index = this.#nextRecording++;
    const row = recordingRow({ seed: this.world.size.seed, index, credit, updated: this.now });
    const id = rowId(index);
    this.recordings.set(id, row);
    this.recordingIds.add(id);
    this.journal.inserted("recording", row);
    this.#use(credit, id);
    return id;
  }

  updateRecording(id: number, patch: Row): void {
    const before = this.recording(id);
    const after = { ...before, ...patch };
    this.recordings.set(id, after);
    this.journal.updated("recording", before, after);
  }

  /** Gives a recording another credit; the counters of both follow. */
  recredit(id: number, credit: number): void {
    const before = this.recording(id)["artist_credit"] as number;
    this.updateRecording(id, { artist_credit: credit, last_updated: this.now });
    this.#use(credit, id);
    this.#release(before, id);
  }

  /** Deletes a recording with the redirects to it. */
  removeRecording(id: number): void {
    this.redirects.remove("recording", id);
    this.forgetRecording(id);
  }

  /** Deletes the row of a recording whose redirects have gone elsewhere. */
  forgetRecording(id: number): void {
    const row = this.recording(id);
    this.recordings.delete(id);
    this.recordingIds.delete(id);
    this.journal.deleted("recording", row);
    this.#release(row["artist_credit"] as number, id);
  }

  #use(creditId: number, recording: number): void {
    const { recordings, row } = this.credit(creditId);
    recordings.add(recording);
    this.unusedCredits.delete(creditId);
    this.updateCredit(creditId, { ref_count: (row["ref_count"] as number) + 1 });
  }

  #release(creditId: number, recording: number): void {
    const { recordings, row } = this.credit(creditId);
    recordings.delete(recording);
    const uses = (row["ref_count"] as number) - 1;
    if (uses === 0) this.unusedCredits.add(creditId);
    this.updateCredit(creditId, { ref_count: uses });
  }

  #loadRecording(index: number): void {
    const { seed } = this.world.size;
    const { id: credit } = creditOfRecording(this.world, index);
    if (!this.credits.has(credit)) {
      const { row, parts } = creditOfDump(this.world, creditOfRecording(this.world, index));
      this.#keepCredit(row, parts);
    }
    const row = recordingRow({ seed, index, credit });
    const id = rowId(index);
    this.recordings.set(id, row);
    this.recordingIds.add(id);
    this.credit(credit).recordings.add(id);
    const old = recordingRedirect(seed, index);
    if (old !== null) this.redirects.load("recording", redirectRow(old, id));
  }

  #keepCredit(row: Row, parts: readonly CreditPart[]): LiveCredit {
    const id = row["id"] as number;
    const members = [...new Set(parts.map((part) => part.artist))].filter((artist) => indexOfId(artist) >= 0);
    const names = creditNameRows(id, parts);
    const credit: LiveCredit = { row, parts, names, members, recordings: new Set() };
    this.credits.set(id, credit);
    this.#creditByContent.set(contentOf(parts), id);
    for (const artist of members) {
      this.#loadArtist(artist);
      this.artist(artist).credits.add(id);
    }
    return credit;
  }

  #loadArtist(id: number): void {
    if (this.artists.has(id)) return;
    const { seed } = this.world.size;
    const index = indexOfId(id);
    const windowTime = this.#windowStart === 0 ? -Infinity : this.world.recordings.time(this.#windowStart);
    const complete = this.world.artists.careerOf(index).debut > windowTime;
    const row = artistRow(seed, this.world.artists, index);
    this.#keepArtist(index, { row, links: spotifyLinks(seed, index, id), complete });
    const old = artistRedirect(seed, index);
    if (old !== null) this.redirects.load("artist", redirectRow(old, id));
  }

  #keepArtist(index: number, artist: Pick<LiveArtist, "row" | "links" | "complete">): void {
    const { scene } = this.world.artists.traits(index);
    this.artists.set(rowId(index), { ...artist, scene, credits: new RandomSet(), renamed: 0 });
    let members = this.artistsOfScene.get(scene);
    if (members === undefined) this.artistsOfScene.set(scene, (members = new RandomSet()));
    members.add(rowId(index));
  }
}

function contentOf(parts: readonly CreditPart[]): string {
  return JSON.stringify(parts.map((part) => [part.artist, part.name, part.joinPhrase]));
}

function present<T>(table: string, id: number, found: T | undefined): T {
  if (found !== undefined) return found;
  throw new SampleError("SAMPLE_INVARIANT", `${table} ${id} is not in the live world; this is a bug`);
}

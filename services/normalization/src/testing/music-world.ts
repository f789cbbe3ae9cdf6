import { FREE_STREAMING_LINK_TYPE } from "@interlude/core-musicbrainz";
import { DETAIL_EDITS, addDetails } from "./music-details.js";
import { type Addressed, MusicTables } from "./music-tables.js";

const VARIOUS_ARTISTS = "89ad4ac3-39f7-470e-963a-56509c546377";
const DANGLING_ARTIST = 9_999;

/** A number a test may choose, taken modulo whatever there is to choose from. */
type Choice = number;

export const EDITS = [
  "addArtist",
  "renameArtist",
  "changeArtistGid",
  "deleteArtist",
  "resurrectArtist",
  "mergeArtists",
  "mergeChain",
  "splitArtist",
  "swapArtistGids",
  "renameArtistType",
  "addCredit",
  "setCreditName",
  "dropCreditName",
  "moveCreditName",
  "addRecording",
  "renameRecording",
  "recredit",
  "deleteRecording",
  "resurrectRecording",
  "mergeRecordings",
  "changeRecordingId",
  "submitDocument",
  "linkPage",
  "unlinkPage",
  "editLink",
  "editLinkType",
  "editUrl",
  "signalPopularity",
] as const;
export type Edit = (typeof EDITS)[number] | keyof typeof DETAIL_EDITS;

/** A small MusicBrainz that can be edited at random; whatever the choices, every edit is one that could come. */
export class MusicWorld {
  readonly tables = new MusicTables();
  #nextId = 10;

  constructor() {
    const { tables } = this;
    tables.insert("artist_type", { id: 1, name: "Person", ...typeRest });
    tables.insert("artist_type", { id: 2, name: "Group", ...typeRest });
    tables.insert("link_type", linkType(1, FREE_STREAMING_LINK_TYPE));
    tables.insert("link_type", linkType(2, mbid(2)));
    for (const [id, type, ended] of [
      [1, 1, false],
      [2, 1, true],
      [3, 2, false],
    ] as const) {
      tables.insert("link", { id, link_type: type, ended, ...linkRest });
    }
    for (let id = 1; id <= 4; id += 1) {
      tables.insert("url", { id, gid: mbid(id), url: page(id), edits_pending: 0, last_updated: null });
    }
    this.#insertArtist(1, VARIOUS_ARTISTS);
    this.#insertArtist(2, mbid(2));
    for (let id = 3; id <= 6; id += 1) this.#insertArtist(id, mbid(id));
    for (const artists of [
      [3, 4],
      [4, 5, 6],
      [1, 3],
      [2, 4, 5],
    ])
      this.#insertCredit(artists);
    for (let id = 0; id < 6; id += 1) this.addRecording(id);
    for (let id = 0; id < 4; id += 1) this.submitDocument(id, 0, 3 * id + 1);
    for (let id = 0; id < 5; id += 1) {
      this.linkPage(id + 2, id, 0);
      this.signalPopularity(id + 1, id, 7 * id);
    }
    addDetails(tables);
  }

  edit(kind: Edit, x: Choice, y: Choice, z: Choice): void {
    if (isDetail(kind)) DETAIL_EDITS[kind](this.tables, x, y, z);
    else this[kind](x, y, z);
  }

  packet(): Addressed[] {
    return this.tables.packet();
  }

  addArtist(): void {
    const id = this.#id();
    this.#insertArtist(id, mbid(id));
  }

  renameArtist(x: Choice, y: Choice): void {
    const artist = pick(this.tables.rows("artist"), x);
    if (artist !== undefined) this.tables.update("artist", artist, { name: `Name ${y}`, type: y % 4 });
  }

  changeArtistGid(x: Choice): void {
    const artist = this.#artist(x);
    if (artist !== undefined) this.tables.update("artist", artist, { gid: mbid(this.#id()) });
  }

  deleteArtist(x: Choice): void {
    const artist = this.#artist(x);
    if (artist !== undefined) this.tables.delete("artist", artist);
  }

  /** The same MBID under another row id, within one packet. */
  resurrectArtist(x: Choice): void {
    const artist = this.#artist(x);
    if (artist === undefined) return;
    this.tables.delete("artist", artist);
    this.#insertArtist(this.#id(), artist.gid);
  }

  /** As MusicBrainz does it: new credits, recordings moved, old credits and the artist deleted, MBIDs redirected. */
  mergeArtists(x: Choice, y: Choice): void {
    const gone = this.#artist(x);
    const target = this.#artist(y);
    if (gone === undefined || target === undefined || gone.id === target.id) return;
    const names = [...this.tables.rows("artist_credit_name").values()];
    for (const credit of new Set(
      names.filter(({ artist }) => artist === gone.id).map((name) => name.artist_credit),
    )) {
      const ofCredit = names.filter((name) => name.artist_credit === credit);
      const replacement = this.#insertCredit(
        ofCredit.map(({ artist }) => (artist === gone.id ? target.id : artist)),
      );
      this.#moveRecordings(credit, replacement);
      for (const name of ofCredit) this.tables.delete("artist_credit_name", name);
    }
    this.tables.delete("artist", gone);
    for (const redirect of this.tables.rows("artist_gid_redirect").values()) {
      if (redirect.new_id === gone.id)
        this.tables.update("artist_gid_redirect", redirect, { new_id: target.id });
    }
    this.tables.insert("artist_gid_redirect", { gid: gone.gid, new_id: target.id, created: null });
  }

  /** Redirects of redirects, all in one packet. */
  mergeChain(x: Choice, y: Choice, z: Choice): void {
    this.mergeArtists(x, y);
    this.mergeArtists(y, z);
    this.mergeArtists(z, x);
  }

  /** Some credits of an artist turn out to be another's: named anew in place, or in new credits for the recordings. */
  splitArtist(x: Choice, y: Choice): void {
    const artist = this.#artist(x);
    if (artist === undefined) return;
    const other = this.#id();
    this.#insertArtist(other, mbid(other));
    const names = [...this.tables.rows("artist_credit_name").values()];
    const credits = [
      ...new Set(names.flatMap((name) => (name.artist === artist.id ? name.artist_credit : []))),
    ];
    for (const credit of credits.filter((_, at) => (at + y) % 2 === 0)) {
      const ofCredit = names.filter((name) => name.artist_credit === credit);
      if (y % 3 === 0) {
        for (const name of ofCredit) {
          if (name.artist === artist.id) this.tables.update("artist_credit_name", name, { artist: other });
        }
      } else {
        const named = ofCredit.map((name) => (name.artist === artist.id ? other : name.artist));
        this.#moveRecordings(credit, this.#insertCredit(named));
      }
    }
  }

  swapArtistGids(x: Choice, y: Choice): void {
    const one = this.#artist(x);
    const other = this.#artist(y);
    if (one === undefined || other === undefined || one.id === other.id) return;
    this.tables.update("artist", one, { gid: other.gid });
    this.tables.update("artist", other, { gid: one.gid });
  }

  /** Gives an artist that many recordings more, on twenty credits. */
  growDiscography(artist: number, recordings: number): void {
    const partners = [...this.tables.rows("artist").keys()].map(Number).filter((id) => id !== artist);
    const credits = Array.from({ length: 20 }, (_, at) =>
      this.#insertCredit([artist, partners[at % partners.length]!, partners[(at * 7) % partners.length]!]),
    );
    for (let at = 0; at < recordings; at += 1) this.#insertRecording(credits[at % credits.length]!, null);
  }

  renameArtistType(x: Choice, y: Choice): void {
    const type = pick(this.tables.rows("artist_type"), x);
    if (type === undefined) return;
    if (y % 3 === 0) this.tables.delete("artist_type", type);
    else this.tables.update("artist_type", type, { name: `Type ${y}` });
  }

  addCredit(x: Choice, y: Choice, z: Choice): void {
    const artists = [x, y, z, x + y].slice(0, 1 + (z % 4)).map((choice) => this.#anyArtistId(choice));
    this.#insertCredit(artists);
  }

  setCreditName(x: Choice, y: Choice, z: Choice): void {
    const name = pick(this.tables.rows("artist_credit_name"), x);
    if (name === undefined) return;
    const artist = this.#anyArtistId(z);
    if (y % 3 === 0) this.tables.update("artist_credit_name", name, { name: `credited ${z}` });
    else if (y % 3 === 1) this.tables.update("artist_credit_name", name, { artist });
    else this.#insertName(name.artist_credit, 5 + (y % 7), artist);
  }

  dropCreditName(x: Choice): void {
    const name = pick(this.tables.rows("artist_credit_name"), x);
    if (name !== undefined) this.tables.delete("artist_credit_name", name);
  }

  /** To another place of its credit, which is another key. */
  moveCreditName(x: Choice, y: Choice): void {
    const name = pick(this.tables.rows("artist_credit_name"), x);
    const position = 20 + (y % 3);
    if (name === undefined) return;
    if (this.tables.rows("artist_credit_name").has(`${name.artist_credit}:${position}`)) return;
    this.tables.update("artist_credit_name", name, { position });
  }

  addRecording(x: Choice): void {
    this.#insertRecording(this.#anyCredit(x), x % 2 === 0 ? null : x * 1000);
  }

  renameRecording(x: Choice, y: Choice): void {
    const recording = pick(this.tables.rows("recording"), x);
    if (recording !== undefined) this.tables.update("recording", recording, { name: `Title ${y}` });
  }

  recredit(x: Choice, y: Choice): void {
    const recording = pick(this.tables.rows("recording"), x);
    if (recording === undefined) return;
    this.tables.update("recording", recording, { artist_credit: this.#anyCredit(y) });
  }

  deleteRecording(x: Choice): void {
    const recording = pick(this.tables.rows("recording"), x);
    if (recording !== undefined) this.tables.delete("recording", recording);
  }

  /** The same row id and MBID, deleted and inserted within one packet under another credit. */
  resurrectRecording(x: Choice, y: Choice): void {
    const recording = pick(this.tables.rows("recording"), x);
    if (recording === undefined) return;
    this.tables.delete("recording", recording);
    this.tables.insert("recording", { ...recording, artist_credit: this.#anyCredit(y) });
  }

  mergeRecordings(x: Choice, y: Choice): void {
    const gone = pick(this.tables.rows("recording"), x);
    const target = pick(this.tables.rows("recording"), y);
    if (gone === undefined || target === undefined || gone.id === target.id) return;
    this.tables.delete("recording", gone);
    for (const redirect of this.tables.rows("recording_gid_redirect").values()) {
      if (redirect.new_id === gone.id) {
        this.tables.update("recording_gid_redirect", redirect, { new_id: target.id });
      }
    }
    this.tables.insert("recording_gid_redirect", { gid: gone.gid, new_id: target.id, created: null });
  }

  changeRecordingId(x: Choice): void {
    const recording = pick(this.tables.rows("recording"), x);
    if (recording !== undefined) this.tables.update("recording", recording, { id: this.#id() });
  }

  /** A document of a recording, of one that was merged away, or of one that MusicBrainz does not have (yet). */
  submitDocument(x: Choice, y: Choice, z: Choice): void {
    const known = pick(this.tables.rows("recording"), x)?.gid;
    const merged = pick(this.tables.rows("recording_gid_redirect"), x)?.gid;
    const recording = [known, known, merged, mbid(this.#nextId + (x % 3))][y % 4] ?? mbid(x);
    const bright = (z % 101) / 100;
    this.tables.submit({
      recording,
      submission: y % 3,
      probabilities:
        z % 5 === 0
          ? {}
          : {
              timbre: { bright, dark: 1 - bright },
              ...(z % 2 && { voice_instrumental: { voice: bright / 3, instrumental: 1 - bright / 3 } }),
            },
      lengthSeconds: null,
      source: "test",
    });
  }

  linkPage(x: Choice, y: Choice, z: Choice): void {
    const id = this.#id();
    this.tables.insert("l_artist_url", {
      id,
      link: 1 + (z % 4),
      entity0: this.#anyArtistId(x),
      entity1: 1 + (y % 5),
      edits_pending: 0,
      last_updated: null,
      link_order: 0,
      entity0_credit: "",
      entity1_credit: "",
    });
  }

  unlinkPage(x: Choice, y: Choice): void {
    const page_ = pick(this.tables.rows("l_artist_url"), x);
    if (page_ === undefined) return;
    if (y % 2 === 0) this.tables.delete("l_artist_url", page_);
    else this.tables.update("l_artist_url", page_, { entity0: this.#anyArtistId(y) });
  }

  editLink(x: Choice, y: Choice): void {
    const link = pick(this.tables.rows("link"), x);
    if (link === undefined) return;
    this.tables.update("link", link, { ended: y % 2 === 0, link_type: 1 + (y % 3) });
  }

  editLinkType(x: Choice, y: Choice): void {
    const type = pick(this.tables.rows("link_type"), x);
    if (type === undefined) return;
    this.tables.update("link_type", type, { gid: y % 2 === 0 ? FREE_STREAMING_LINK_TYPE : mbid(y) });
  }

  editUrl(x: Choice, y: Choice): void {
    const url = pick(this.tables.rows("url"), x);
    if (url === undefined) return;
    if (y % 4 === 0) this.tables.delete("url", url);
    else this.tables.update("url", url, { url: y % 4 === 1 ? "https://example.org/" : page(y % 6) });
  }

  signalPopularity(x: Choice, y: Choice, z: Choice): void {
    this.tables.signal({
      provider: "spotify",
      entity: "artist",
      id: spotifyId(x % 6),
      name: "",
      popularity: z % 101,
      followers: null,
      genres: ["bop"],
      asOf: `2024-01-0${1 + (y % 4)}`,
      source: z % 2 === 0 ? "a.csv" : "b.csv",
    });
  }

  #id(): number {
    return this.#nextId++;
  }

  /** An artist that edits may take away: not a special-purpose one. */
  #artist(choice: Choice) {
    const ordinary = [...this.tables.rows("artist").values()].filter(({ id }) => id > 2);
    return ordinary[choice % Math.max(1, ordinary.length)];
  }

  #anyArtistId(choice: Choice): number {
    return choice % 11 === 0 ? DANGLING_ARTIST : pick(this.tables.rows("artist"), choice)!.id;
  }

  #anyCredit(choice: Choice): number {
    return choice % 13 === 12
      ? DANGLING_ARTIST
      : (pick(this.tables.rows("artist_credit_name"), choice)?.artist_credit ?? 0);
  }

  #insertArtist(id: number, gid: string): void {
    this.tables.insert("artist", { id, gid, name: `Artist ${id}`, ...artistRest });
  }

  #insertRecording(credit: number, length: number | null): void {
    const id = this.#id();
    this.tables.insert("recording", {
      id,
      gid: mbid(id),
      name: `Recording ${id}`,
      artist_credit: credit,
      length,
      comment: "",
      edits_pending: 0,
      last_updated: null,
      video: false,
    });
  }

  #moveRecordings(from: number, to: number): void {
    for (const recording of this.tables.rows("recording").values()) {
      if (recording.artist_credit === from) this.tables.update("recording", recording, { artist_credit: to });
    }
  }

  #insertCredit(artists: readonly number[]): number {
    const credit = this.#id();
    artists.forEach((artist, position) => this.#insertName(credit, position, artist));
    return credit;
  }

  #insertName(credit: number, position: number, artist: number): void {
    if (this.tables.rows("artist_credit_name").has(`${credit}:${position}`)) return;
    const row = { artist_credit: credit, position, artist, name: `as ${artist}`, join_phrase: " & " };
    this.tables.insert("artist_credit_name", row);
  }
}

function isDetail(kind: Edit): kind is keyof typeof DETAIL_EDITS {
  return kind in DETAIL_EDITS;
}

function pick<Row>(rows: Map<string, Row>, choice: Choice): Row | undefined {
  return [...rows.values()][choice % Math.max(1, rows.size)];
}

/** MBIDs whose order is not that of their numbers. */
function mbid(number: number): string {
  const scattered = ((number * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, "0");
  return `${scattered}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

function spotifyId(number: number): string {
  return String(number).padStart(22, "aB");
}

function page(number: number): string {
  return `https://open.spotify.com/artist/${spotifyId(number)}`;
}

const typeRest = { parent: null, child_order: 0, description: null, gid: mbid(1) };

const artistRest = {
  sort_name: "",
  begin_date_year: 1917,
  begin_date_month: null,
  begin_date_day: null,
  end_date_year: null,
  end_date_month: null,
  end_date_day: null,
  type: 1,
  area: null,
  gender: null,
  comment: "",
  edits_pending: 0,
  last_updated: null,
  ended: false,
  begin_area: null,
  end_area: null,
};

const linkRest = {
  begin_date_year: null,
  begin_date_month: null,
  begin_date_day: null,
  end_date_year: null,
  end_date_month: null,
  end_date_day: null,
  attribute_count: 0,
  created: null,
};

function linkType(id: number, gid: string) {
  return {
    id,
    gid,
    parent: null,
    child_order: 0,
    entity_type0: "artist",
    entity_type1: "url",
    name: "",
    description: null,
    link_phrase: "",
    reverse_link_phrase: "",
    long_link_phrase: "",
    last_updated: null,
    is_deprecated: false,
    has_dates: true,
    entity0_cardinality: 0,
    entity1_cardinality: 0,
  };
}

// Generated from schemas/avro by `npm run contracts:generate`. Do not edit.

/** Class probabilities of one submission to AcousticBrainz. */
export interface HighLevelDocument {
  /** Recording MBID of the file name. */
  recording: string;
  /** Submission offset, from 0. */
  submission: number;
  /** Class probabilities by model. */
  probabilities: Record<string, Record<string, number>>;
  lengthSeconds: null | number;
  /** Archive and member. */
  source: string;
}

/** What one feature adds to the logit. */
export interface Contribution {
  feature: string;
  /** The feature as counted on the graph. */
  value: number;
  /** coefficient × standardised value. */
  contribution: number;
  /** The same in a sentence. */
  reason: string;
}

/** Two artists never credited together who could be. A tombstone withdraws it. */
export interface CandidateCollaboration {
  /** MBID; less than artistB. */
  artistA: string;
  artistB: string;
  nameA: string;
  nameB: string;
  /** Calibrated to the true prevalence among pairs at distance two. */
  probability: number;
  /** intercept + sum of contributions. */
  logit: number;
  intercept: number;
  contributions: Contribution[];
  commonNeighbours: number;
  adamicAdar: number;
  preferentialAttachment: number;
  /** Names of the points of the model that it passes. */
  operatingPoints: string[];
  modelId: string;
  graphVersion: number;
}

/** An artist as the relational store knows it. */
export interface CatalogArtist {
  /** MBID. */
  artist: string;
  name: string;
  sortName: string;
  /** Person, Group … */
  type: null | string;
  beginYear: null | number;
  endYear: null | number;
  ended: boolean;
  /** Disambiguation. */
  comment: string;
  /** 0 to 100, newest snapshot of the primary identity. */
  popularity: null | number;
  spotifyId: null | string;
  /** Recordings with acoustic features. */
  acousticTracks: number;
}

/** Two artists who are credited together on at least one recording. */
export interface CatalogCollaboration {
  /** MBID; less than artistB. */
  artistA: string;
  /** MBID. */
  artistB: string;
  /** Distinct recordings whose credit names both. */
  weight: number;
  /** Lowest MusicBrainz row id among those recordings: an order of events where no date is known. */
  firstRecording: number;
}

/** A recording with acoustic features. */
export interface CatalogTrack {
  /** MBID. */
  recording: string;
  title: string;
  /** MBIDs in the order of the credit, each once. */
  artists: string[];
  lengthMs: null | number;
  /** Class probabilities by AcousticBrainz model. */
  probabilities: Record<string, Record<string, number>>;
}

/** Input that could not be processed, kept whole. */
export interface DeadLetter {
  service: string;
  /** Stable error code. */
  code: string;
  reason: string;
  /** Logical name of the topic it was read from. */
  topic: null | string;
  partition: null | number;
  offset: null | number;
  file: null | string;
  line: null | number;
  epoch: number;
  key: null | Buffer;
  value: null | Buffer;
  headers: Record<string, string>;
  ts: number;
}

/** A trained conditional VAE: its decoder, whole, and its evaluation. */
export interface GenerationModelCard {
  modelId: string;
  trainedAtEpoch: number;
  /** tensorflow, wasm or cpu. */
  backend: string;
  /** Tracks it was trained on. */
  tracks: number;
  features: string[];
  metrics: Record<string, number>;
  /** The serialised model, JSON. */
  model: string;
}

/** Where an artist stands in the graph. */
export interface GraphArtist {
  artist: string;
  name: string;
  /** Distinct collaborators. */
  degree: number;
  /** Sum of weights. */
  weightedDegree: number;
  /** Unit vector, dimension 64; empty for an artist without collaborators. */
  embedding: number[];
  popularity: null | number;
  graphVersion: number;
}

export type GraphDeltaKind = "edgeAdded" | "edgeChanged" | "edgeRemoved";

/** One change of the collaboration graph; total order by graphVersion. */
export interface GraphDelta {
  /** Rises by one. */
  graphVersion: number;
  kind: GraphDeltaKind;
  artistA: string;
  artistB: string;
  /** 0 when removed. */
  weight: number;
  /** 0 when removed. */
  firstRecording: number;
}

/** Look again at the pairs of this artist. */
export interface DirtyArtist {
  artist: string;
  /** At or after this version. */
  graphVersion: number;
}

/** A feature and its place in the regression. */
export interface LinkFeature {
  name: string;
  description: string;
  mean: number;
  scale: number;
  coefficient: number;
}

export type NegativeSampling = "balanced" | "prevalence";

/** A threshold and what it was measured to hold. */
export interface OperatingPoint {
  name: string;
  target: number;
  measuredAgainst: NegativeSampling;
  /** Null where no threshold earns the point. */
  threshold: null | number;
  precision: null | number;
  /** One-sided 95 % Clopper–Pearson. */
  lowerBound: null | number;
  /** Held-out pairs at or above the threshold. */
  support: number;
}

/** A trained link model, whole: whoever has it can recompute every score. */
export interface LinkModelCard {
  modelId: string;
  trainedAtEpoch: number;
  graphVersion: number;
  intercept: number;
  features: LinkFeature[];
  operatingPoints: OperatingPoint[];
  metrics: Record<string, number>;
  counts: Record<string, number>;
}

/** What one epoch of the stream is: a dump, a replication packet, or archives of features. */
export type StepKind = "dump" | "packet" | "features";

/** Everything of this epoch has been written to this partition. */
export interface Marker {
  /** Number of the step of the stream; rises by one. */
  epoch: number;
  /** Replication sequence that the stream has reached. */
  sequence: number;
  kind: StepKind;
  /** The stage that wrote the marker. */
  producedBy: string;
  /** When ingestion finished the epoch. */
  ts: number;
}

/** One row of MusicBrainz's table artist, columns named as there. */
export interface ArtistRow {
  id: number;
  gid: string;
  name: string;
  sort_name: string;
  begin_date_year: null | number;
  begin_date_month: null | number;
  begin_date_day: null | number;
  end_date_year: null | number;
  end_date_month: null | number;
  end_date_day: null | number;
  type: null | number;
  area: null | number;
  gender: null | number;
  comment: string;
  edits_pending: number;
  last_updated: null | number;
  ended: boolean;
  begin_area: null | number;
  end_area: null | number;
}

/** c created, u updated, d deleted, r read from a dump. */
export type RowOperation = "c" | "u" | "d" | "r";

export type RowSourceKind = "dump" | "packet";

/** Where the change came from. */
export interface RowSource {
  kind: RowSourceKind;
  /** Replication sequence of the dump or packet; 0 for a dump that is tied to none. */
  sequence: number;
  /** Transaction id on the MusicBrainz master; null for a dump. */
  xid: null | number;
  /** Place in apply order within the dump or packet, from 0. */
  position: number;
}

/** A change of one row of MusicBrainz's table artist, in the envelope of change data capture. */
export interface ArtistChange {
  /** The whole row before; null for c and r. */
  before: null | ArtistRow;
  /** The whole row after; null for d. */
  after: null | ArtistRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** One row of MusicBrainz's table artist_credit, columns named as there. */
export interface ArtistCreditRow {
  id: number;
  name: string;
  artist_count: number;
  ref_count: null | number;
  created: null | number;
  edits_pending: number;
  gid: string;
}

/** A change of one row of MusicBrainz's table artist_credit, in the envelope of change data capture. */
export interface ArtistCreditChange {
  /** The whole row before; null for c and r. */
  before: null | ArtistCreditRow;
  /** The whole row after; null for d. */
  after: null | ArtistCreditRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** One row of MusicBrainz's table artist_credit_gid_redirect, columns named as there. */
export interface ArtistCreditGidRedirectRow {
  gid: string;
  new_id: number;
  created: null | number;
}

/** A change of one row of MusicBrainz's table artist_credit_gid_redirect, in the envelope of change data capture. */
export interface ArtistCreditGidRedirectChange {
  /** The whole row before; null for c and r. */
  before: null | ArtistCreditGidRedirectRow;
  /** The whole row after; null for d. */
  after: null | ArtistCreditGidRedirectRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** One row of MusicBrainz's table artist_credit_name, columns named as there. */
export interface ArtistCreditNameRow {
  artist_credit: number;
  position: number;
  artist: number;
  name: string;
  join_phrase: string;
}

/** A change of one row of MusicBrainz's table artist_credit_name, in the envelope of change data capture. */
export interface ArtistCreditNameChange {
  /** The whole row before; null for c and r. */
  before: null | ArtistCreditNameRow;
  /** The whole row after; null for d. */
  after: null | ArtistCreditNameRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** One row of MusicBrainz's table artist_gid_redirect, columns named as there. */
export interface ArtistGidRedirectRow {
  gid: string;
  new_id: number;
  created: null | number;
}

/** A change of one row of MusicBrainz's table artist_gid_redirect, in the envelope of change data capture. */
export interface ArtistGidRedirectChange {
  /** The whole row before; null for c and r. */
  before: null | ArtistGidRedirectRow;
  /** The whole row after; null for d. */
  after: null | ArtistGidRedirectRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** One row of MusicBrainz's table artist_type, columns named as there. */
export interface ArtistTypeRow {
  id: number;
  name: string;
  parent: null | number;
  child_order: number;
  description: null | string;
  gid: string;
}

/** A change of one row of MusicBrainz's table artist_type, in the envelope of change data capture. */
export interface ArtistTypeChange {
  /** The whole row before; null for c and r. */
  before: null | ArtistTypeRow;
  /** The whole row after; null for d. */
  after: null | ArtistTypeRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** One row of MusicBrainz's table l_artist_url, columns named as there. */
export interface LArtistUrlRow {
  id: number;
  link: number;
  entity0: number;
  entity1: number;
  edits_pending: number;
  last_updated: null | number;
  link_order: number;
  entity0_credit: string;
  entity1_credit: string;
}

/** A change of one row of MusicBrainz's table l_artist_url, in the envelope of change data capture. */
export interface LArtistUrlChange {
  /** The whole row before; null for c and r. */
  before: null | LArtistUrlRow;
  /** The whole row after; null for d. */
  after: null | LArtistUrlRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** One row of MusicBrainz's table link, columns named as there. */
export interface LinkRow {
  id: number;
  link_type: number;
  begin_date_year: null | number;
  begin_date_month: null | number;
  begin_date_day: null | number;
  end_date_year: null | number;
  end_date_month: null | number;
  end_date_day: null | number;
  attribute_count: number;
  created: null | number;
  ended: boolean;
}

/** A change of one row of MusicBrainz's table link, in the envelope of change data capture. */
export interface LinkChange {
  /** The whole row before; null for c and r. */
  before: null | LinkRow;
  /** The whole row after; null for d. */
  after: null | LinkRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** One row of MusicBrainz's table link_type, columns named as there. */
export interface LinkTypeRow {
  id: number;
  parent: null | number;
  child_order: number;
  gid: string;
  entity_type0: string;
  entity_type1: string;
  name: string;
  description: null | string;
  link_phrase: string;
  reverse_link_phrase: string;
  long_link_phrase: string;
  last_updated: null | number;
  is_deprecated: boolean;
  has_dates: boolean;
  entity0_cardinality: number;
  entity1_cardinality: number;
}

/** A change of one row of MusicBrainz's table link_type, in the envelope of change data capture. */
export interface LinkTypeChange {
  /** The whole row before; null for c and r. */
  before: null | LinkTypeRow;
  /** The whole row after; null for d. */
  after: null | LinkTypeRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

export type PacketStatus = "started" | "published" | "refused";

/** What a dump, packet or feature archive held, and how far ingestion has got with it. */
export interface PacketState {
  epoch: number;
  sequence: number;
  kind: StepKind;
  state: PacketStatus;
  /** File name. */
  source: string;
  /** Of the file as read. */
  sha256: null | string;
  schemaSequence: null | number;
  /** The source's TIMESTAMP. */
  timestamp: null | number;
  transactions: number;
  /** Row changes or documents sent. */
  published: number;
  /** Updates that changed nothing. */
  noOps: number;
  /** Row changes of tables that are not kept, by table. */
  skipped: Record<string, number>;
  /** Sent to dead letters. */
  rejected: number;
  /** Why it was refused. */
  reason: null | string;
}

/** One row of MusicBrainz's table recording, columns named as there. */
export interface RecordingRow {
  id: number;
  gid: string;
  name: string;
  artist_credit: number;
  length: null | number;
  comment: string;
  edits_pending: number;
  last_updated: null | number;
  video: boolean;
}

/** A change of one row of MusicBrainz's table recording, in the envelope of change data capture. */
export interface RecordingChange {
  /** The whole row before; null for c and r. */
  before: null | RecordingRow;
  /** The whole row after; null for d. */
  after: null | RecordingRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** One row of MusicBrainz's table recording_gid_redirect, columns named as there. */
export interface RecordingGidRedirectRow {
  gid: string;
  new_id: number;
  created: null | number;
}

/** A change of one row of MusicBrainz's table recording_gid_redirect, in the envelope of change data capture. */
export interface RecordingGidRedirectChange {
  /** The whole row before; null for c and r. */
  before: null | RecordingGidRedirectRow;
  /** The whole row after; null for d. */
  after: null | RecordingGidRedirectRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** One row of MusicBrainz's table url, columns named as there. */
export interface UrlRow {
  id: number;
  gid: string;
  url: string;
  edits_pending: number;
  last_updated: null | number;
}

/** A change of one row of MusicBrainz's table url, in the envelope of change data capture. */
export interface UrlChange {
  /** The whole row before; null for c and r. */
  before: null | UrlRow;
  /** The whole row after; null for d. */
  after: null | UrlRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

export type PopularEntity = "artist" | "track";

/** Popularity of an artist or track as a provider published it. */
export interface PopularitySignal {
  /** For example spotify. */
  provider: string;
  entity: PopularEntity;
  /** The provider's identifier. */
  id: string;
  name: string;
  /** 0 to 100. */
  popularity: number;
  followers: null | number;
  genres: string[];
  /** Date of the snapshot, YYYY-MM-DD. */
  asOf: string;
  /** File. */
  source: string;
}

/** Feature vector of a track that a candidate pair might make. A tombstone withdraws it. */
export interface SyntheticTrack {
  artistA: string;
  artistB: string;
  /** From 0. */
  sample: number;
  /** Probabilities in 0 to 1 by name. */
  descriptors: Record<string, number>;
  /** Coordinates on the genre principal components. */
  genreComponents: number[];
  /** Mood clusters; they sum to 1. */
  moods: Record<string, number>;
  /** Sanity checks that it failed; empty is good. */
  checks: string[];
  modelId: string;
  graphVersion: number;
}

/** A row change of any table. */
export type AnyRowChange = ArtistChange | ArtistCreditChange | ArtistCreditGidRedirectChange | ArtistCreditNameChange | ArtistGidRedirectChange | ArtistTypeChange | LArtistUrlChange | LinkChange | LinkTypeChange | RecordingChange | RecordingGidRedirectChange | UrlChange;

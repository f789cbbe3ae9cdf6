// Generated from schemas/ by `npm run contracts:generate`. Do not edit.

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

/** Documents of submissions to AcousticBrainz that share a partition, in order. */
export interface HighLevelDocuments {
  items: HighLevelDocument[];
}

/** A row of the table lowlevel. */
export interface LoudnessFeatures {
  /** 0 to 1: how loud the average is beside the loudest. */
  averageLoudness: null | number;
  /** Mean deviation from the average loudness, in dB. */
  dynamicComplexity: null | number;
  /** Mean of the first mel-frequency cepstral coefficient. */
  mfccZeroMean: null | number;
}

/** A row of the table rhythm. */
export interface RhythmFeatures {
  /** Beats a minute; half or twice the truth is common. */
  bpm: null | number;
  /** bpm_histogram_first_peak_bpm_mean. */
  firstPeakBpmMean: null | number;
  /** bpm_histogram_first_peak_bpm_median. */
  firstPeakBpmMedian: null | number;
  /** bpm_histogram_second_peak_bpm_mean. */
  secondPeakBpmMean: null | number;
  /** bpm_histogram_second_peak_bpm_median. */
  secondPeakBpmMedian: null | number;
  /** Essentia's danceability by detrended fluctuation analysis, from 0 and without upper bound; not the probability that the classifier danceability gives. */
  danceabilityDfa: null | number;
  /** Onsets a second. */
  onsetRate: null | number;
}

/** A row of the table tonal. */
export interface TonalFeatures {
  /** A to G, with # or b. */
  key: null | string;
  /** major or minor. */
  scale: null | string;
  /** Hertz. */
  tuningFrequency: null | number;
  /** tuning_equal_tempered_deviation: mean deviation of the peaks from the equal-tempered scale. */
  tuningDeviation: null | number;
}

/** One row of a table of low-level features: what one of the tables says of one submission. The tables are separate files, so a submission comes up to three times, each time with another part. Offsets of one recording often disagree (octave errors in bpm); the submission of the same offset as a high-level document's is the same one. */
export interface LowLevelFeatures {
  /** Recording MBID. */
  recording: string;
  /** Submission offset, from 0. */
  submission: number;
  /** Null in rows of other tables. */
  lowlevel: null | LoudnessFeatures;
  /** Null in rows of other tables. */
  rhythm: null | RhythmFeatures;
  /** Null in rows of other tables. */
  tonal: null | TonalFeatures;
  /** Archive and member. */
  source: string;
}

/** Low-level features of submissions to AcousticBrainz that share a partition, in order. */
export interface LowLevelFeatureRows {
  items: LowLevelFeatures[];
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

/** An artist who recorded with both. */
export interface NeighbourEvidence {
  /** MBID. */
  artist: string;
  /** Empty if it is not known. */
  name: string;
  /** Its part of the Adamic–Adar sum, to three decimals. */
  share: number;
}

/** Two artists never credited together who could be. A tombstone withdraws it; its header withdrawal-reason says why: collaborated, below-threshold, artist-vanished, rejected or no-model. */
export interface CandidateCollaboration {
  /** MBID; less than artistB. */
  artistA: string;
  artistB: string;
  nameA: string;
  nameB: string;
  /** Probability that the two artists record together within the horizon of the model's training window, calibrated on held-out time. */
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
  /** Epoch in which the candidate last changed. */
  epoch: number;
  /** Replication sequence of that epoch. */
  packetSequence: number;
  /** Epoch in which the pair became a candidate; 0 if that was before it was noted. */
  firstSeenEpoch: number;
  /** Replication sequence of that epoch. */
  firstSeenSequence: number;
  /** Unix time in milliseconds at which ingestion finished that epoch. */
  firstSeenAt: number;
  /** Probability from which a pair becomes a candidate. One that is a candidate stays until it falls below by more than the margin of hysteresis. */
  decisionThreshold: number;
  /** Found by attributes, not by shared collaborators: one of the two has none to share. */
  coldStart: boolean;
  /** A reader accepted it: it stays whatever its probability, until the two record together or share no collaborator any more. */
  accepted: boolean;
  /** Cosine of the embeddings of the two in the graph, to three decimals. */
  cosine: number;
  /** The shared collaborators that weigh most, those with the fewest partners. */
  strongestNeighbours: NeighbourEvidence[];
}

/** accepted: the two could well record together, a positive example. rejected: they will not, a negative example; the pair is hidden until its evidence rises. */
export type Verdict = "accepted" | "rejected";

/** What a reader thinks of a candidate, with the evidence that was shown. A newer record of the pair replaces it; a tombstone withdraws it. */
export interface CandidateFeedback {
  /** MBID; less than artistB. */
  artistA: string;
  artistB: string;
  verdict: Verdict;
  /** Who gave it, in their own words. */
  source: string;
  comment: null | string;
  /** Of the candidate as it was shown; this and what follows is of that record. */
  probability: number;
  logit: number;
  commonNeighbours: number;
  modelId: string;
  graphVersion: number;
  /** When it was given. */
  ts: number;
}

/** A genre that people tag an artist with. */
export interface ArtistGenre {
  name: string;
  /** For less against; at least 1. */
  votes: number;
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
  /** The ten with most votes, most first, then by name. */
  genres: ArtistGenre[];
  /** Name of the artist's area where it is a country. */
  country: null | string;
  /** Of a person. */
  gender: null | string;
  /** 0 to 1 in hundredths: share of the provider's artists that are less popular, and half of those as popular. */
  popularityPercentile: null | number;
}

/** Two artists who are credited together on at least one recording. */
export interface CatalogCollaboration {
  /** MBID; less than artistB. */
  artistA: string;
  /** MBID. */
  artistB: string;
  /** Distinct recordings whose credit names both; where relationships are edges too, also those that one performs on and whose credit names the other. */
  weight: number;
  /** Lowest MusicBrainz row id among those recordings: an order of events where no date is known. */
  firstRecording: number;
  /** What relationships say of the two: member of band, producer, vocal …; sorted, each once. */
  kinds: string[];
}

/** A recording with acoustic features. */
export interface CatalogTrack {
  /** MBID. */
  recording: string;
  title: string;
  /** MBIDs in the order of the credit, each once. */
  artists: string[];
  lengthMs: null | number;
  /** Class probabilities by AcousticBrainz model, whole or not at all; those of a model sum to 1. */
  probabilities: Record<string, Record<string, number>>;
  /** Beats a minute. */
  bpm: null | number;
  /** Pitch class of the key: 0 is C, 1 C sharp … 11 B. */
  key: null | number;
  /** major or minor. */
  scale: null | string;
  /** 0 to 1. */
  averageLoudness: null | number;
  /** Onsets a second. */
  onsetRate: null | number;
  /** When it first came out: YYYY, YYYY-MM or YYYY-MM-DD. */
  firstRelease: null | string;
  /** How far loudness strays from its mean, in decibels. */
  dynamicComplexity: null | number;
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

/** A column of the table of tracks. */
export interface GenerationColumn {
  name: string;
  /** Columns of a block are of one source; shares of a block sum to 1. */
  block: string;
  /** number, or share. */
  kind: string;
  unit: string;
  lower: number;
  /** No track is below lower or above upper. */
  upper: number;
  /** Of a number on a circle. */
  period: null | number;
  source: string;
  description: string;
}

/** A measure that decides whether a model serves. */
export interface GenerationGate {
  name: string;
  /** Null if it could not be measured: the gate is failed then. */
  value: null | number;
  /** What the value has to keep to. */
  demand: string;
  passed: boolean;
  /** Why it could not be measured. */
  note: null | string;
}

/** What a pass over the training data measured; losses in nats a track. */
export interface TrainingPass {
  /** 1, or 2 after a collapse. */
  attempt: number;
  /** From 1. */
  pass: number;
  /** Negative log-likelihood of the observed features. */
  reconstruction: number;
  /** Divergence of the posterior from the prior. */
  kl: number;
  klByDimension: number[];
  /** Latent dimensions that carry something. */
  activeUnits: number;
  klWeight: number;
  learningRate: number;
  /** Reconstruction and divergence of the tracks that the training is stopped by. */
  heldLoss: null | number;
  /** Root mean square, over the features, of how far the variance of the standardised residual is from 1. */
  calibrationError: number;
}

/** Standardised residuals of a coordinate after the last pass: mean 0 and variance 1 if it is calibrated. */
export interface FeatureCalibration {
  coordinate: string;
  /** Null if it was never observed. */
  mean: null | number;
  variance: null | number;
}

/** The latents carried too little, so that the training was stopped and begun anew with another schedule, once. */
export interface PosteriorCollapse {
  attempt: number;
  pass: number;
  activeUnits: number;
  /** Whether no further attempt followed. */
  isFinal: boolean;
}

/** A trained model of tracks, whether it serves or not: how it was trained, what it was measured on held-out tracks, and which gates it passed. */
export interface GenerationModelCard {
  /** SHA-256 of the artifact, hexadecimal; of models from before artifacts, another name. */
  modelId: string;
  /** Epoch as of whose end it was trained. */
  trainedAtEpoch: number;
  /** tensorflow, wasm or cpu. */
  backend: string;
  /** Tracks it was trained on, those that the training was stopped by included. */
  tracks: number;
  /** Names of the columns of a track. */
  features: string[];
  /** What was measured on the held-out tracks; names are those of core/tracks/src/measures/gates.ts. A prefix says of which generator, as in copula.twoSampleAuc; without one, of this model. */
  metrics: Record<string, number>;
  /** Empty: the artifact is in the store of the generation stage, table model_artifacts, under contentHash. Of models from before artifacts, the serialised model, JSON. */
  model: string;
  /** vae: a conditional variational autoencoder. copula: a Gaussian copula a genre, which serves until a VAE has passed the gates. */
  kind: string;
  /** IN_FORCE: it makes the tracks. SUPERSEDED: it did, until another took over. REJECTED: it never did. */
  status: string;
  /** Stable code of the reason for a rejection. */
  refusalCode: null | string;
  /** Why it was rejected: which gates it failed, and by how much. */
  refusal: null | string;
  /** First epoch whose tracks it makes, or would have made. */
  takesOverAtEpoch: null | number;
  /** SHA-256 of the artifact in the store, hexadecimal. The artifact of a model that was rejected is not kept. */
  contentHash: null | string;
  /** Bytes of the artifact. */
  contentSize: null | number;
  /** Why a training was due. */
  cause: string;
  /** Of all that the training draws: equal seeds, data and backend give equal models. */
  seed: string;
  /** How many tracks and artist pairs were chosen (tracks, pairs), trained on (trainingTracks), stopped by (stoppingTracks) and held out for the gates (heldTracks). A pair is on one side only. */
  counts: Record<string, number>;
  /** The features with their units and bounds, in the order of the table. */
  columns: GenerationColumn[];
  /** Names of the conditions in their order. */
  conditions: string[];
  /** All of them, passed or failed. None of a copula: it is the baseline. */
  gates: GenerationGate[];
  /** History of the training; of a long one evenly chosen passes, the last among them. */
  passes: TrainingPass[];
  /** One a coordinate that the network learns. */
  calibration: FeatureCalibration[];
  /** Alarms of the training. */
  collapses: PosteriorCollapse[];
}

/** Where an artist stands in the graph. */
export interface GraphArtist {
  artist: string;
  name: string;
  /** Distinct collaborators. */
  degree: number;
  /** Sum of weights. */
  weightedDegree: number;
  /** Unit vector: 64 floats of 32 bits, little endian; empty for an artist without collaborators. */
  embedding: Buffer;
  popularity: null | number;
  graphVersion: number;
  /** Largest k such that the artist is in a part of the graph where everybody has k collaborators. */
  coreNumber: number;
  /** Share of the pairs of collaborators who recorded with each other, 0 to 1. */
  clustering: number;
  /** First MBID of the connected component; null without collaborators. Degree to component are as of graphVersion. */
  component: null | string;
  /** Louvain community; null before the first computation that knows the artist. */
  community: null | number;
  /** Graph version of the computation that first put the artist into this community, or a later one that kept it there. */
  communityVersion: null | number;
  /** Unit vector from genres, country, type and gender, as the embedding; empty where none is known. Compare with attributes only, not with embeddings. */
  attributes: Buffer;
}

/** A change of an edge; or, now and then, an edge of a snapshot, for readers that miss changes, and the end of one. */
export type GraphDeltaKind = "edgeAdded" | "edgeChanged" | "edgeRemoved" | "snapshotEdge" | "snapshotEnd";

/** One change of the collaboration graph; total order by graphVersion. */
export interface GraphDelta {
  /** Of changes: rises by one. Of a snapshot: the version that it is of. */
  graphVersion: number;
  kind: GraphDeltaKind;
  /** The lesser of the two MBIDs; of the end of a snapshot all zeros. */
  artistA: string;
  /** The other MBID. */
  artistB: string;
  /** 0 when removed. At the end of a snapshot: how many edges it has. */
  weight: number;
  /** 0 when removed. */
  firstRecording: number;
}

/** Changes of the collaboration graph, one after the other, in total order by graphVersion; and snapshots of it. */
export interface GraphDeltas {
  items: GraphDelta[];
}

/** Look again at the pairs of this artist. */
export interface DirtyArtist {
  artist: string;
  /** At or after this version. */
  graphVersion: number;
}

/** Artists whose pairs to look at again; of one partition. */
export interface DirtyArtists {
  items: DirtyArtist[];
}

/** What one epoch of the stream is: a dump, a replication packet, or archives of features. */
export type EpochKind = "dump" | "packet" | "features";

export type EpochState = "started" | "published" | "refused";

/** A row or document that was set aside as a dead letter, a value that is kept as null, or a whole file. */
export type OmissionKind = "row" | "value" | "file";

/** Part of the input that was not taken in as it is, in one file and for one reason. */
export interface Omission {
  /** File name without folder. */
  file: string;
  what: OmissionKind;
  /** Stable code of the reason. */
  code: string;
  /** Of a value: its table and column, or its field. */
  field: null | string;
  count: number;
  /** Where the first of them was, and what was wrong with it. */
  example: string;
}

/** What a dump, packet or feature archive held, and how far ingestion has got with it. */
export interface EpochStatus {
  epoch: number;
  sequence: number;
  kind: EpochKind;
  state: EpochState;
  /** Names of its files. */
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
  /** Updates that changed only ignored columns. */
  unwatched: number;
  /** Row changes of tables that are not replicated, by table. */
  skipped: Record<string, number>;
  /** Sent to dead letters. */
  rejected: number;
  /** What was not taken in as it is. */
  omissions: Omission[];
  /** Why it was rejected: the state is then refused. */
  reason: null | string;
}

/** What ingestion does at the moment, for people who watch; the newest record is all that counts. */
export interface IngestionStatus {
  /** What it does, waits for or is stopped by, in words; null while all that there is has been published. */
  note: null | string;
  /** Code of what it is stopped at; null while it is not stopped. */
  code: null | string;
  /** Part of the file at hand that has been read, from 0 to 1; null while none is read. */
  progress: null | number;
  /** Packets known to exist after the one that is reached; null where no packet can follow. */
  packetsBehind: null | number;
  /** TIMESTAMP of the newest dump or packet that is published. */
  upTo: null | number;
  /** What was not taken in as it is: files of the folder that are left alone, then parts of those that were read last; at most a hundred. */
  omissions: Omission[];
  /** When it said so. */
  ts: number;
}

/** A feature and its place in the regression. */
export interface LinkFeature {
  name: string;
  description: string;
  mean: number;
  scale: number;
  coefficient: number;
  /** As fitted, before calibration: what the errors and the odds ratio are of. */
  fittedCoefficient: null | number;
  /** Of the fitted coefficient, from the curvature of the likelihood; null for a feature that is held at zero or constant. */
  standardError: null | number;
  /** Of the fitted coefficient, over samples of artists, as pairs share them; null if it was not computed. */
  bootstrapError: null | number;
  /** What a standard deviation more multiplies the odds by. */
  oddsRatio: null | number;
  /** Ends of its 95% interval, by the larger of the two errors. */
  oddsRatioLow: null | number;
  oddsRatioHigh: null | number;
  /** 1 / (1 − R²) on the other features; null where they determine it and for a constant feature. */
  varianceInflation: null | number;
  /** Whether the feature had one value only in training: it says nothing. */
  constant: boolean;
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
  /** Of the held-out links, at the threshold. */
  recall: null | number;
  /** Probability that candidates reach where this point is the one they must pass: its threshold, raised as far as needed for no more than one candidate an artist. */
  decisionThreshold: null | number;
}

/** The model (the challenger) against the one in use (the champion) on the same held-out pairs at distance two, the newest. */
export interface ModelComparison {
  championId: string;
  pairs: number;
  positives: number;
  championAveragePrecision: number;
  challengerAveragePrecision: number;
  /** Mean −ln(probability of what happened), in nats. */
  championLogLoss: number;
  challengerLogLoss: number;
}

/** What the model was learnt from. Times are MusicBrainz recording row ids, which rise. */
export interface DataWindow {
  firstRecording: number;
  lastRecording: number;
  /** Span of the window whose links were learnt, in recordings: the horizon of the probability. */
  horizon: number;
  collaborations: number;
  /** Distinct first recordings. */
  events: number;
}

export interface CurvePoint {
  threshold: number;
  precision: number;
  recall: number;
  /** Pairs that reach the threshold. */
  support: number;
}

/** Curve on held-out pairs, from the strictest threshold to the laxest. */
export interface PrecisionRecallCurve {
  measuredAgainst: NegativeSampling;
  /** At most 200. */
  points: CurvePoint[];
}

/** What became of the held-out pairs whose probability fell into one bin. */
export interface ReliabilityBin {
  from: number;
  to: number;
  pairs: number;
  meanProbability: number;
  /** Share of links, with its two-sided 95% Clopper–Pearson interval. */
  observed: number;
  low: number;
  high: number;
}

/** How far the probabilities can be taken at their word, on all held-out pairs at distance two. Intervals are of 95%. */
export interface ModelCalibration {
  bins: ReliabilityBin[];
  /** Mean squared difference of probability and outcome. */
  brier: number;
  brierLow: number;
  brierHigh: number;
  /** Expected calibration error: mean difference of share and probability over the bins, by their pairs. */
  ece: number;
  eceLow: number;
  eceHigh: number;
}

/** Proof that the fit is the optimum. */
export interface ConvergenceCertificate {
  /** Newton steps. */
  steps: number;
  /** Largest slope left in a direction that is free to move, a row. */
  gradientNorm: number;
  /** About how far the loss lies above its minimum, in nats. */
  decrement: number;
  /** Features held at zero by their sign constraint. */
  held: string[];
  /** Least slope of a held feature, a row: not negative at the optimum. */
  leastHeldSlope: null | number;
}

export interface RecallPoint {
  operatingPoint: string;
  /** Decision threshold of the point. */
  probability: number;
  /** Known collaborations that reach it. */
  found: number;
}

/** How many known collaborations the model finds by itself, each scored with its own evidence hidden. All of them are in the graph, whatever their score. */
export interface KnownRecall {
  /** Known collaborations. */
  known: number;
  /** Those whose artists share a further collaborator, which alone the model could find. */
  withCommonNeighbours: number;
  /** Mean −ln(probability) of those, in nats: drift is measured against it. */
  meanLogLoss: number;
  points: RecallPoint[];
}

/** A trained link model, whole: with it every score can be recomputed. */
export interface LinkModelCard {
  modelId: string;
  trainedAtEpoch: number;
  graphVersion: number;
  intercept: number;
  features: LinkFeature[];
  operatingPoints: OperatingPoint[];
  metrics: Record<string, number>;
  counts: Record<string, number>;
  /** What a probability of this model means: "Probability that the two artists record together within the horizon of the model's training window, calibrated on held-out time." Empty in records from before it was said. */
  probabilityMeaning: string;
  /** SHA-256 of the field model, as 64 hexadecimal digits. */
  contentHash: string;
  /** The model as it is served, as JSON with sorted keys and no spaces. */
  model: string;
  /** First epoch that is scored with the model if it takes over. */
  takesOverAtEpoch: number;
  /** Whether the model takes over; false for one that is worse than the one in use. */
  takesOver: boolean;
  /** Null for the built-in prior model. */
  comparison: null | ModelComparison;
  /** Null for the built-in prior model. */
  dataWindow: null | DataWindow;
  precisionRecall: PrecisionRecallCurve[];
  calibration: null | ModelCalibration;
  /** Whether the model tells all its training rows apart: the size of the coefficients is then that of the penalty. */
  separated: boolean;
  convergence: null | ConvergenceCertificate;
  knownRecall: null | KnownRecall;
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

/** One row of MusicBrainz's table area, columns named as there. */
export interface AreaRow {
  id: number;
  gid: string;
  name: string;
  type: null | number;
  edits_pending: null | number;
  last_updated: null | number;
  begin_date_year: null | number;
  begin_date_month: null | number;
  begin_date_day: null | number;
  end_date_year: null | number;
  end_date_month: null | number;
  end_date_day: null | number;
  ended: null | boolean;
  comment: null | string;
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

/** A change of one row of MusicBrainz's table area, in the envelope of change data capture. */
export interface AreaChange {
  /** The whole row before; null for c and r. */
  before: null | AreaRow;
  /** The whole row after; null for d. */
  after: null | AreaRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table area that share a partition, in order. */
export interface AreaChanges {
  items: AreaChange[];
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
  edits_pending: null | number;
  last_updated: null | number;
  ended: boolean;
  begin_area: null | number;
  end_area: null | number;
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

/** Changes of rows of MusicBrainz's table artist that share a partition, in order. */
export interface ArtistChanges {
  items: ArtistChange[];
}

/** One row of MusicBrainz's table artist_credit, columns named as there. */
export interface ArtistCreditRow {
  id: number;
  name: string;
  artist_count: number;
  ref_count: null | number;
  created: null | number;
  edits_pending: null | number;
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

/** Changes of rows of MusicBrainz's table artist_credit that share a partition, in order. */
export interface ArtistCreditChanges {
  items: ArtistCreditChange[];
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

/** Changes of rows of MusicBrainz's table artist_credit_gid_redirect that share a partition, in order. */
export interface ArtistCreditGidRedirectChanges {
  items: ArtistCreditGidRedirectChange[];
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

/** Changes of rows of MusicBrainz's table artist_credit_name that share a partition, in order. */
export interface ArtistCreditNameChanges {
  items: ArtistCreditNameChange[];
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

/** Changes of rows of MusicBrainz's table artist_gid_redirect that share a partition, in order. */
export interface ArtistGidRedirectChanges {
  items: ArtistGidRedirectChange[];
}

/** One row of MusicBrainz's table artist_tag, columns named as there. */
export interface ArtistTagRow {
  artist: number;
  tag: number;
  count: number;
  last_updated: null | number;
}

/** A change of one row of MusicBrainz's table artist_tag, in the envelope of change data capture. */
export interface ArtistTagChange {
  /** The whole row before; null for c and r. */
  before: null | ArtistTagRow;
  /** The whole row after; null for d. */
  after: null | ArtistTagRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table artist_tag that share a partition, in order. */
export interface ArtistTagChanges {
  items: ArtistTagChange[];
}

/** One row of MusicBrainz's table artist_type, columns named as there. */
export interface ArtistTypeRow {
  id: number;
  name: string;
  parent: null | number;
  child_order: null | number;
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

/** Changes of rows of MusicBrainz's table artist_type that share a partition, in order. */
export interface ArtistTypeChanges {
  items: ArtistTypeChange[];
}

/** One row of MusicBrainz's table gender, columns named as there. */
export interface GenderRow {
  id: number;
  name: string;
  parent: null | number;
  child_order: null | number;
  description: null | string;
  gid: string;
}

/** A change of one row of MusicBrainz's table gender, in the envelope of change data capture. */
export interface GenderChange {
  /** The whole row before; null for c and r. */
  before: null | GenderRow;
  /** The whole row after; null for d. */
  after: null | GenderRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table gender that share a partition, in order. */
export interface GenderChanges {
  items: GenderChange[];
}

/** One row of MusicBrainz's table genre, columns named as there. */
export interface GenreRow {
  id: number;
  gid: string;
  name: string;
  comment: null | string;
  edits_pending: null | number;
  last_updated: null | number;
}

/** A change of one row of MusicBrainz's table genre, in the envelope of change data capture. */
export interface GenreChange {
  /** The whole row before; null for c and r. */
  before: null | GenreRow;
  /** The whole row after; null for d. */
  after: null | GenreRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table genre that share a partition, in order. */
export interface GenreChanges {
  items: GenreChange[];
}

/** One row of MusicBrainz's table isrc, columns named as there. */
export interface IsrcRow {
  id: number;
  recording: number;
  isrc: string;
  edits_pending: null | number;
  created: null | number;
}

/** A change of one row of MusicBrainz's table isrc, in the envelope of change data capture. */
export interface IsrcChange {
  /** The whole row before; null for c and r. */
  before: null | IsrcRow;
  /** The whole row after; null for d. */
  after: null | IsrcRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table isrc that share a partition, in order. */
export interface IsrcChanges {
  items: IsrcChange[];
}

/** One row of MusicBrainz's table l_artist_artist, columns named as there. */
export interface LArtistArtistRow {
  id: number;
  link: number;
  entity0: number;
  entity1: number;
  edits_pending: null | number;
  last_updated: null | number;
  link_order: null | number;
  entity0_credit: null | string;
  entity1_credit: null | string;
}

/** A change of one row of MusicBrainz's table l_artist_artist, in the envelope of change data capture. */
export interface LArtistArtistChange {
  /** The whole row before; null for c and r. */
  before: null | LArtistArtistRow;
  /** The whole row after; null for d. */
  after: null | LArtistArtistRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table l_artist_artist that share a partition, in order. */
export interface LArtistArtistChanges {
  items: LArtistArtistChange[];
}

/** One row of MusicBrainz's table l_artist_recording, columns named as there. */
export interface LArtistRecordingRow {
  id: number;
  link: number;
  entity0: number;
  entity1: number;
  edits_pending: null | number;
  last_updated: null | number;
  link_order: null | number;
  entity0_credit: null | string;
  entity1_credit: null | string;
}

/** A change of one row of MusicBrainz's table l_artist_recording, in the envelope of change data capture. */
export interface LArtistRecordingChange {
  /** The whole row before; null for c and r. */
  before: null | LArtistRecordingRow;
  /** The whole row after; null for d. */
  after: null | LArtistRecordingRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table l_artist_recording that share a partition, in order. */
export interface LArtistRecordingChanges {
  items: LArtistRecordingChange[];
}

/** One row of MusicBrainz's table l_artist_url, columns named as there. */
export interface LArtistUrlRow {
  id: number;
  link: number;
  entity0: number;
  entity1: number;
  edits_pending: null | number;
  last_updated: null | number;
  link_order: null | number;
  entity0_credit: null | string;
  entity1_credit: null | string;
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

/** Changes of rows of MusicBrainz's table l_artist_url that share a partition, in order. */
export interface LArtistUrlChanges {
  items: LArtistUrlChange[];
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
  attribute_count: null | number;
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

/** Changes of rows of MusicBrainz's table link that share a partition, in order. */
export interface LinkChanges {
  items: LinkChange[];
}

/** One row of MusicBrainz's table link_attribute, columns named as there. */
export interface LinkAttributeRow {
  link: number;
  attribute_type: number;
  created: null | number;
}

/** A change of one row of MusicBrainz's table link_attribute, in the envelope of change data capture. */
export interface LinkAttributeChange {
  /** The whole row before; null for c and r. */
  before: null | LinkAttributeRow;
  /** The whole row after; null for d. */
  after: null | LinkAttributeRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table link_attribute that share a partition, in order. */
export interface LinkAttributeChanges {
  items: LinkAttributeChange[];
}

/** One row of MusicBrainz's table link_attribute_type, columns named as there. */
export interface LinkAttributeTypeRow {
  id: number;
  parent: null | number;
  root: null | number;
  child_order: null | number;
  gid: string;
  name: string;
  description: null | string;
  last_updated: null | number;
}

/** A change of one row of MusicBrainz's table link_attribute_type, in the envelope of change data capture. */
export interface LinkAttributeTypeChange {
  /** The whole row before; null for c and r. */
  before: null | LinkAttributeTypeRow;
  /** The whole row after; null for d. */
  after: null | LinkAttributeTypeRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table link_attribute_type that share a partition, in order. */
export interface LinkAttributeTypeChanges {
  items: LinkAttributeTypeChange[];
}

/** One row of MusicBrainz's table link_type, columns named as there. */
export interface LinkTypeRow {
  id: number;
  parent: null | number;
  child_order: null | number;
  gid: string;
  entity_type0: null | string;
  entity_type1: null | string;
  name: string;
  description: null | string;
  link_phrase: null | string;
  reverse_link_phrase: null | string;
  long_link_phrase: null | string;
  last_updated: null | number;
  is_deprecated: null | boolean;
  has_dates: null | boolean;
  entity0_cardinality: null | number;
  entity1_cardinality: null | number;
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

/** Changes of rows of MusicBrainz's table link_type that share a partition, in order. */
export interface LinkTypeChanges {
  items: LinkTypeChange[];
}

/** One row of MusicBrainz's table medium, columns named as there. */
export interface MediumRow {
  id: number;
  release: number;
  position: null | number;
  format: null | number;
  name: null | string;
  edits_pending: null | number;
  last_updated: null | number;
  track_count: null | number;
  gid: string;
}

/** A change of one row of MusicBrainz's table medium, in the envelope of change data capture. */
export interface MediumChange {
  /** The whole row before; null for c and r. */
  before: null | MediumRow;
  /** The whole row after; null for d. */
  after: null | MediumRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table medium that share a partition, in order. */
export interface MediumChanges {
  items: MediumChange[];
}

/** One row of MusicBrainz's table recording, columns named as there. */
export interface RecordingRow {
  id: number;
  gid: string;
  name: string;
  artist_credit: number;
  length: null | number;
  comment: string;
  edits_pending: null | number;
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

/** Changes of rows of MusicBrainz's table recording that share a partition, in order. */
export interface RecordingChanges {
  items: RecordingChange[];
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

/** Changes of rows of MusicBrainz's table recording_gid_redirect that share a partition, in order. */
export interface RecordingGidRedirectChanges {
  items: RecordingGidRedirectChange[];
}

/** One row of MusicBrainz's table release, columns named as there. */
export interface ReleaseRow {
  id: number;
  gid: string;
  name: null | string;
  artist_credit: null | number;
  release_group: null | number;
  status: null | number;
  packaging: null | number;
  language: null | number;
  script: null | number;
  barcode: null | string;
  comment: null | string;
  edits_pending: null | number;
  quality: null | number;
  last_updated: null | number;
}

/** A change of one row of MusicBrainz's table release, in the envelope of change data capture. */
export interface ReleaseChange {
  /** The whole row before; null for c and r. */
  before: null | ReleaseRow;
  /** The whole row after; null for d. */
  after: null | ReleaseRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table release that share a partition, in order. */
export interface ReleaseChanges {
  items: ReleaseChange[];
}

/** One row of MusicBrainz's table release_country, columns named as there. */
export interface ReleaseCountryRow {
  release: number;
  country: number;
  date_year: null | number;
  date_month: null | number;
  date_day: null | number;
}

/** A change of one row of MusicBrainz's table release_country, in the envelope of change data capture. */
export interface ReleaseCountryChange {
  /** The whole row before; null for c and r. */
  before: null | ReleaseCountryRow;
  /** The whole row after; null for d. */
  after: null | ReleaseCountryRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table release_country that share a partition, in order. */
export interface ReleaseCountryChanges {
  items: ReleaseCountryChange[];
}

/** One row of MusicBrainz's table release_unknown_country, columns named as there. */
export interface ReleaseUnknownCountryRow {
  release: number;
  date_year: null | number;
  date_month: null | number;
  date_day: null | number;
}

/** A change of one row of MusicBrainz's table release_unknown_country, in the envelope of change data capture. */
export interface ReleaseUnknownCountryChange {
  /** The whole row before; null for c and r. */
  before: null | ReleaseUnknownCountryRow;
  /** The whole row after; null for d. */
  after: null | ReleaseUnknownCountryRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table release_unknown_country that share a partition, in order. */
export interface ReleaseUnknownCountryChanges {
  items: ReleaseUnknownCountryChange[];
}

/** One row of MusicBrainz's table tag, columns named as there. */
export interface TagRow {
  id: number;
  name: string;
  ref_count: null | number;
}

/** A change of one row of MusicBrainz's table tag, in the envelope of change data capture. */
export interface TagChange {
  /** The whole row before; null for c and r. */
  before: null | TagRow;
  /** The whole row after; null for d. */
  after: null | TagRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table tag that share a partition, in order. */
export interface TagChanges {
  items: TagChange[];
}

/** One row of MusicBrainz's table track, columns named as there. */
export interface TrackRow {
  id: number;
  gid: string;
  recording: number;
  medium: number;
  position: null | number;
  number: null | string;
  name: null | string;
  artist_credit: null | number;
  length: null | number;
  edits_pending: null | number;
  last_updated: null | number;
  is_data_track: null | boolean;
}

/** A change of one row of MusicBrainz's table track, in the envelope of change data capture. */
export interface TrackChange {
  /** The whole row before; null for c and r. */
  before: null | TrackRow;
  /** The whole row after; null for d. */
  after: null | TrackRow;
  op: RowOperation;
  source: RowSource;
  /** TIMESTAMP of the dump or packet. */
  ts: number;
}

/** Changes of rows of MusicBrainz's table track that share a partition, in order. */
export interface TrackChanges {
  items: TrackChange[];
}

/** One row of MusicBrainz's table url, columns named as there. */
export interface UrlRow {
  id: number;
  gid: string;
  url: string;
  edits_pending: null | number;
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

/** Changes of rows of MusicBrainz's table url that share a partition, in order. */
export interface UrlChanges {
  items: UrlChange[];
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

/** Popularity signals that share a partition, in order. */
export interface PopularitySignals {
  items: PopularitySignal[];
}

/** What a track sounds like as a provider published it. The classes and numbers are the provider's own: they are not those of AcousticBrainz that share a name. How popular a track is comes as a popularity signal. */
export interface TrackFeatures {
  /** For example spotify. */
  provider: string;
  /** The provider's identifier; upper and lower case differ. */
  id: string;
  name: string;
  /** Names of the artists, in order. */
  artists: string[];
  /** The provider's identifiers of the artists, in the same order. */
  artistIds: string[];
  albumId: null | string;
  explicit: null | boolean;
  durationMs: null | number;
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  releaseDate: null | string;
  /** 0 to 1, as all that says nothing else. */
  danceability: null | number;
  energy: null | number;
  /** Pitch class, 0 is C; null also where none was detected. */
  key: null | number;
  /** Decibels. */
  loudnessDb: null | number;
  /** 1 major, 0 minor. */
  mode: null | number;
  speechiness: null | number;
  acousticness: null | number;
  instrumentalness: null | number;
  liveness: null | number;
  valence: null | number;
  /** Beats a minute. */
  tempo: null | number;
  /** Beats a bar. */
  timeSignature: null | number;
  /** Date of the snapshot, YYYY-MM-DD. */
  asOf: string;
  /** File. */
  source: string;
}

/** Features of tracks that share a partition, in order. */
export interface TrackFeatureRows {
  items: TrackFeatures[];
}

/** A genre's part in a mix. */
export interface GenreShare {
  genre: string;
  /** 0 to 1. */
  share: number;
}

/** One thing that is known of the pair and that its tracks depend on. One of number and category, or neither if it is not known. */
export interface TrackCondition {
  name: string;
  /** In its own unit. */
  number: null | number;
  /** One of several. */
  category: null | string;
}

/** A real track that a synthetic one resembles. */
export interface NearestTrack {
  /** MBID of the one of the pair that it credits; artistA if it credits both. */
  artist: string;
  /** MBID. */
  recording: string;
  title: string;
  /** Root mean square difference of the features' normal scores: 0 is the same, two unrelated tracks are about 1.4 apart. */
  distance: number;
}

/** A track that a candidate pair might make: features as a model draws them, no audio. A tombstone withdraws it. */
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
  /** vae: a conditional variational autoencoder that passed its gates; copula: the baseline that serves until one does. */
  modelKind: string;
  /** Every feature by name, in its own unit: see docs/generation.md. */
  features: Record<string, number>;
  /** Beats a minute. */
  tempo: null | number;
  /** Key and mode in words, as F♯ minor. */
  key: null | string;
  /** The genres of which it has most, largest first. */
  genres: GenreShare[];
  /** The likeliest of the mood clusters. */
  moodCluster: null | string;
  /** bright or dark. */
  timbre: null | string;
  /** instrumental, female voice, male voice or voice. */
  voice: null | string;
  /** What the track was drawn for: the pair as it stood then. */
  conditions: TrackCondition[];
  /** The real tracks of either artist that are nearest to it, nearest first. */
  nearestTracks: NearestTrack[];
  /** Replication sequence of the epoch in which it was drawn. */
  packetSequence: number;
  /** Epoch in which it was drawn. */
  epoch: number;
}

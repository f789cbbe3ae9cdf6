/** What two artists are or did together, as relationships say it. */
export interface RelationshipKind {
  readonly name: string;
  readonly description: string;
  /** MBIDs of the link types that mean it: between two artists, or of an artist and a recording. */
  readonly linkTypes: readonly string[];
  /**
   * Of an artist and a recording: whether the artist can be heard on it, so that the relationship may count as a
   * credit does.
   */
  readonly performs: boolean;
}

/** Between two artists. A membership that ended was one: the links of these kinds count whether they ended or not. */
export const ARTIST_KINDS: readonly RelationshipKind[] = [
  kind("member of band", "One is or was a member of the other.", ["5be4c609-9afa-4ea0-910b-12ffb71e3821"]),
  kind("subgroup", "One is a group within the other.", ["7802f96b-d995-4ce9-8f70-6366faad758e"]),
  kind("collaboration", "One is a project that the other took part in.", [
    "75c09861-6857-4ec0-9729-84eefde7fc86",
  ]),
  kind("supporting musician", "One plays or sings for the other, on stage or on recordings.", [
    "88562a60-2550-48f0-8e8e-f54d95c7369a",
    "ed6a7891-ce70-4e08-9839-1f2f62270497",
    "610d39a4-3fa0-4848-a8c9-f46d7b5cc02e",
  ]),
  kind("conductor position", "One is or was the other's conductor.", [
    "cac01ac7-4159-42fd-9f2b-c5a7a5624079",
  ]),
  kind("composer-in-residence", "One is or was the other's composer in residence.", [
    "094b1ddf-3df3-4fb9-8b01-cfd28e45da80",
  ]),
];

/**
 * Of an artist and a recording, and so of that artist and those whom the recording is credited to. What is not listed
 * says nothing of working together: rights (phonographic copyright, mostly companies'), samples, compilations.
 */
export const RECORDING_KINDS: readonly RelationshipKind[] = [
  performance("performer", "Performed on a recording of the other.", [
    "628a9658-f54c-4142-b0c0-95f031b544da",
    "f8673e29-02a5-47b7-af61-dd4519328dd0",
  ]),
  performance("instrument", "Played an instrument on a recording of the other.", [
    "59054b12-01ac-43ee-a618-285fd397e461",
  ]),
  performance("vocal", "Sang on a recording of the other.", ["0fdbe3c6-7700-4a31-ae54-b53f06ae1cfa"]),
  performance("orchestra", "The orchestra on a recording of the other.", [
    "3b6616c5-88ba-4341-b4ee-81ce1e6d7ebb",
  ]),
  performance("conductor", "Conducted a recording of the other.", ["234670ce-5f22-4fd0-921b-ef1662695c5d"]),
  performance("chorus master", "Led the choir on a recording of the other.", [
    "45115945-597e-4cb9-852f-4e6ba583fcc8",
  ]),
  performance("concertmaster", "Concertmaster on a recording of the other.", [
    "ffeaa74f-8295-45ee-a2f2-7c0cc1f73b1e",
  ]),
  kind("remixer", "Remixed a recording of the other.", ["7950be4d-13a3-48e7-906b-5af562e39544"]),
  kind("producer", "Produced a recording of the other.", ["5c0ceac3-feb4-41f0-868d-dc06f6e27fc0"]),
  kind("engineer", "Recorded, mixed, edited or mastered a recording of the other.", [
    "5dcc52af-7064-4051-8d62-7d80f4c3c907",
    "3e3102e1-1896-4f50-b5b2-dd9824e46efe",
    "a01ee869-80a8-45ef-9447-c59e91aa7926",
    "30adb2d7-dbcc-4393-9230-2098510ce3c1",
    "40dff87a-e475-4aa6-b615-9935b564d756",
    "0748fa55-56b5-4ad5-8ce8-15b97f82a0c2",
  ]),
  kind("programming", "Programmed electronics on a recording of the other.", [
    "36c50022-44e0-488d-994b-33f11d20301e",
  ]),
  kind("arranger", "Arranged or orchestrated a recording of the other.", [
    "22661fb8-cdb7-4f67-8385-b2a8be6c9f0d",
    "4820daa1-98d6-4f8b-aa4b-6895c5b79b27",
    "8a2799e8-a7e2-41ce-a7da-b5f520687216",
    "38fa7405-f9a5-48cb-827a-8ac601933ba0",
  ]),
];

/** A performance whose link has this attribute is of this kind too. */
export const GUEST = {
  name: "guest",
  description: "Performed as a guest on a recording of the other.",
  attributeType: "b3045913-62ac-433e-9211-ac683cdf6b5c",
} as const;

function kind(name: string, description: string, linkTypes: readonly string[]): RelationshipKind {
  return { name, description, linkTypes, performs: false };
}

function performance(name: string, description: string, linkTypes: readonly string[]): RelationshipKind {
  return { name, description, linkTypes, performs: true };
}

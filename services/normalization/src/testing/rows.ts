import type { AnyRowChange } from "@interlude/contracts";
import type { mirrors } from "../mirror/mirror-tables.js";
import type { Sent } from "./stage.js";

/** Source version of a change. */
interface SourceVersion {
  readonly sequence: number;
  readonly position: number;
}

/** A change of a row that names only the columns a test is about. */
export function changeOf(
  mirror: keyof typeof mirrors,
  before: object | null,
  after: object | null,
  { sequence, position }: SourceVersion,
): Sent {
  const complete = (row: object | null) => (row === null ? null : { ...BLANK[mirror], ...row });
  const change = {
    before: complete(before),
    after: complete(after),
    op: "u",
    source: { kind: "packet", sequence, xid: 1, position },
    ts: 0,
  };
  return { mirror, change: change as AnyRowChange };
}

/** New rows, at rising positions of one packet. */
export function insertsOf(rows: readonly (readonly [keyof typeof mirrors, object])[], sequence = 1): Sent[] {
  return rows.map(([mirror, row], position) => changeOf(mirror, null, row, { sequence, position }));
}

/** Rows as a dump brings them, at rising positions. */
export function dumpOf(rows: readonly (readonly [keyof typeof mirrors, object])[], sequence: number): Sent[] {
  return insertsOf(rows, sequence).map((sent) => {
    if (!("mirror" in sent) || sent.change === null) throw new TypeError("only rows are in a dump");
    const source = { ...sent.change.source, kind: "dump" as const, xid: null };
    return { ...sent, change: { ...sent.change, op: "r", source } as AnyRowChange };
  });
}

/** MBID number n. */
export function mbid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

const BLANK: Partial<Record<keyof typeof mirrors, object>> = {
  artist: {
    name: "",
    sort_name: "",
    begin_date_year: null,
    begin_date_month: null,
    begin_date_day: null,
    end_date_year: null,
    end_date_month: null,
    end_date_day: null,
    type: null,
    area: null,
    gender: null,
    comment: "",
    edits_pending: 0,
    last_updated: null,
    ended: false,
    begin_area: null,
    end_area: null,
  },
  artist_credit_name: { name: "", join_phrase: "" },
  recording: { name: "", length: null, comment: "", edits_pending: 0, last_updated: null, video: false },
  url: { gid: mbid(1) },
  link: { ended: false },
  link_type: { name: "" },
};

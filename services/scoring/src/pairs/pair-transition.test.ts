import type { WithdrawalReason } from "@interlude/contracts";
import { staysNear, reaches } from "@interlude/core-links";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type LookTerms,
  type PairLook,
  type ScoredPair,
  type Transition,
  isCandidate,
  transition,
} from "./pair-transition.js";

/** A look at one pair, whatever is stored of it. */
interface Look extends PairLook, Pick<LookTerms, "modelId" | "threshold" | "isEpoch"> {
  /** Packets since the look before. */
  readonly later: number;
}

/** Around thresholds of 0.5 and 0.52, whose margins reach to logits of -0.1 and -0.02. */
const logit = fc.constantFrom(-3, -0.11, -0.1, -0.05, -0.02, 0, 0.05, 0.0801, 3, null);

const look: fc.Arbitrary<Look> = fc
  .record({
    isKnown: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
    verdict: fc.oneof({ weight: 8, arbitrary: fc.constant("none") }, fc.constantFrom("accepted", "rejected")),
    arePresent: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
    logit,
    modelId: fc.oneof({ weight: 9, arbitrary: fc.constant("one") }, fc.constant("two")),
    threshold: fc.oneof({ weight: 9, arbitrary: fc.constant(0.5) }, fc.constantFrom(0.52, Infinity)),
    isEpoch: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
    later: fc.nat({ max: 12 }),
  })
  .map(({ verdict, ...one }) => {
    const judged = { ...one, isAccepted: verdict === "accepted", isRejected: verdict === "rejected" };
    return judged.arePresent ? judged : { ...judged, isKnown: false, logit: null };
  });

const looks = fc.array(look, { minLength: 1, maxLength: 25 });

/** What is published of a candidate: its logit, model, threshold and whether it was accepted. */
function recordOf({ logit: value, modelId, threshold, isAccepted }: Look): string {
  return JSON.stringify([value, modelId, threshold, isAccepted]);
}

function termsOf(one: Look, n: number, sequence: number): LookTerms {
  const { modelId, threshold, isEpoch } = one;
  const now = { epoch: n + 1, sequence, graphVersion: 10 * n, at: 1_000 * n };
  return { modelId, threshold, isEpoch, now };
}

/** Whether a pair is a candidate after all of these looks, by what the words mean, from the beginning of its history. */
function isOneByDefinition(history: readonly Look[]): boolean {
  const may = ({ isKnown, isRejected, logit: value }: Look): boolean =>
    !isKnown && !isRejected && value !== null;
  const mustBe = ({ isAccepted, threshold }: Look): boolean => isAccepted && threshold !== Infinity;
  const passes = (one: Look): boolean => may(one) && (mustBe(one) || reaches(one.logit!, one.threshold));
  const near = (one: Look): boolean => may(one) && (mustBe(one) || staysNear(one.logit!, one.threshold));
  const last = history.at(-1)!;
  if (passes(last)) return true;
  if (!near(last)) return false;
  // It stays only if, since it last became a candidate, every look found it near under one model, and an epoch was the one
  // that let it become one, or a later one confirmed it at full height.
  for (let from = history.length - 2; from >= 0; from -= 1) {
    const since = history.slice(from);
    const isUnbroken = since.every((one) => near(one) && one.modelId === last.modelId);
    if (!isUnbroken) return false;
    if (passes(since[0]!) && since[0]!.isEpoch && isOneByDefinition(history.slice(0, from + 1))) return true;
  }
  return false;
}

interface Seen {
  readonly one: Look;
  readonly before: ScoredPair | null;
  readonly change: Transition | null;
  readonly after: ScoredPair | null;
  readonly sequence: number;
}

function run(history: readonly Look[]): Seen[] {
  let stored: ScoredPair | null = null;
  let sequence = 0;
  return history.map((one, n) => {
    sequence += one.later;
    const terms = termsOf(one, n, sequence);
    const before = stored;
    const record = isCandidate(before, one, terms) ? { digest: recordOf(one), commonNeighbours: 1 } : null;
    const change = transition(before, { ...one, record }, terms);
    stored = change === null ? before : change.row;
    return { one, before, change, after: stored, sequence };
  });
}

describe("the transition of a pair", () => {
  it("gives the status that the words mean, after any history", () => {
    fc.assert(
      fc.property(looks, (history) => {
        run(history).forEach(({ one, after }, n) => {
          const isOne = isOneByDefinition(history.slice(0, n + 1));
          const wasOne = history.slice(0, n).some((_, end) => isOneByDefinition(history.slice(0, end + 1)));
          const status = one.isKnown ? "KNOWN" : isOne ? "CANDIDATE" : wasOne ? "WITHDRAWN" : null;
          // A pair that was withdrawn for another reason, was known then and is not any more leaves no trace.
          if (status === "WITHDRAWN" && after === null) return;
          expect(after?.status ?? null).toBe(status);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it("publishes what changes and no more: the topic holds the candidates as they are", () => {
    fc.assert(
      fc.property(looks, (history) => {
        let topic: string | null = null;
        for (const { one, change, after } of run(history)) {
          const publish = change?.publish ?? null;
          const isWithdrawn = publish !== null && publish !== "record";
          expect(publish).toBe(
            isWithdrawn ? reasonByDefinition(one) : change?.row?.record?.digest === topic ? null : publish,
          );
          expect(isWithdrawn && (topic === null || after!.withdrawn !== publish)).toBe(false);
          if (publish !== null) topic = change!.row!.record?.digest ?? null;
          expect(topic).toBe(after?.status === "CANDIDATE" ? recordOf(one) : null);
          expect(after?.record?.digest ?? null).toBe(topic);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("keeps of a candidate since when it has been one, and counts what comes back within ten packets", () => {
    fc.assert(
      fc.property(looks, (history) => {
        let since = 0;
        let fell: number | null = null;
        for (const { before, change, after, sequence } of run(history)) {
          const isNew = after?.status === "CANDIDATE" && before?.status !== "CANDIDATE";
          if (isNew) since = sequence;
          expect(after?.status !== "CANDIDATE" || after.firstSeen!.sequence === since).toBe(true);
          expect(change?.isFlicker ?? false).toBe(isNew && fell !== null && sequence - fell <= 10);
          if (change?.publish === "below-threshold") fell = sequence;
          else if (change?.publish !== undefined && change.publish !== null) fell = null;
          if (after?.status === "KNOWN") fell = null;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("changes nothing at a second look at the same, but that an epoch settles", () => {
    fc.assert(
      fc.property(looks, (history) => {
        const twice = run([...history, { ...history.at(-1)!, later: 0 }]);
        const [first, second] = twice.slice(-2) as [Seen, Seen];
        const isToSettle = second.after?.status === "CANDIDATE" && !first.after!.settled;
        expect(second.change === null || (isToSettle && second.change.publish === null)).toBe(true);
      }),
    );
  });

  it("ends with the same candidates whenever the rescoring beside the stream came by", () => {
    const under = (modelId: string, one: Look): Look => ({ ...one, modelId });
    const inEpochs = fc.array(look, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(looks, look, inEpochs, fc.nat(5), (first, atTakeover, later, n) => {
        const old = first.map((one) => under("one", one));
        const epochs = later.map((one) => ({ ...under("two", one), isEpoch: true }));
        const at = n % epochs.length;
        const soon = { ...under("two", atTakeover), isEpoch: false };
        // After an epoch it finds what that found: the pair changes with epochs.
        const late = { ...epochs[at]!, isEpoch: false };
        const histories = [
          [...old, ...epochs],
          [...old, soon, ...epochs],
          [...old, ...epochs.slice(0, at + 1), late, ...epochs.slice(at + 1)],
        ];
        const ends = histories.map((history) => run(history).at(-1)!.after);
        const candidates = ends.map((after) => (after?.status === "CANDIDATE" ? after.record!.digest : null));
        expect(new Set(candidates).size).toBe(1);
        expect(new Set(ends.map((after) => after?.settled ?? false)).size).toBe(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it("does nothing at a look at an older graph or in an older epoch", () => {
    fc.assert(
      fc.property(looks, look, (history, late) => {
        const { after } = run(history).at(-1)!;
        if (after === null) return;
        const terms = termsOf(late, 0, 0);
        const { stamp } = after;
        for (const older of [
          { ...stamp, at: 0, graphVersion: stamp.graphVersion - 1 },
          { ...stamp, at: 0, epoch: stamp.epoch - 1 },
        ]) {
          expect(
            transition(
              after,
              { ...late, record: { digest: "late", commonNeighbours: 1 } },
              { ...terms, now: older },
            ),
          ).toBeNull();
        }
      }),
    );
  });
});

function reasonByDefinition(one: Look): WithdrawalReason {
  if (one.isKnown) return "collaborated";
  if (!one.arePresent) return "artist-vanished";
  if (one.isRejected) return "rejected";
  return one.threshold === Infinity ? "no-model" : "below-threshold";
}

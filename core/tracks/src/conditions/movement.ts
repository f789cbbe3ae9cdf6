import type { ConditionRow, FittedConditions } from "./conditions.js";
import { checkConditions } from "./fit-conditions.js";
import { numberScoresOf } from "./encode-conditions.js";

/** The condition that changed most between two rows. */
export interface Movement {
  /** Name of the condition. */
  readonly name: string;
  /** In units of its normal score; infinite for another category, and where only one of the two is known. */
  readonly by: number;
}

/**
 * How far conditions have moved: the largest change of any.
 * @returns null if nothing that the conditions were fitted to changed
 * @throws TracksError `CONDITIONS_INVALID`
 */
export function movementOf(
  fitted: FittedConditions,
  stored: ConditionRow,
  now: ConditionRow,
): Movement | null {
  checkConditions(fitted.declarations, [stored, now]);
  let most: Movement | null = null;
  const note = (condition: number, by: number) => {
    if (by > (most?.by ?? 0)) most = { name: fitted.declarations[condition]!.name, by };
  };
  for (const { condition } of fitted.categories) {
    if (stored[condition] !== now[condition]) note(condition, Infinity);
  }
  const [before, after] = [numberScoresOf(fitted, stored), numberScoresOf(fitted, now)];
  for (const [at, { condition, sometimesUnknown }] of fitted.numbers.entries()) {
    const known = (row: ConditionRow) => row[condition] !== null;
    if (sometimesUnknown && known(stored) !== known(now)) note(condition, Infinity);
    else note(condition, Math.abs(before[at]! - after[at]!));
  }
  return most;
}

/**
 * Whether conditions have moved so far that what was drawn for the stored ones is to be drawn anew.
 * @param threshold in units of normal scores, as `Movement.by`
 * @throws TracksError `CONDITIONS_INVALID`
 */
export function movedBeyond(
  fitted: FittedConditions,
  stored: ConditionRow,
  now: ConditionRow,
  threshold: number,
): boolean {
  const movement = movementOf(fitted, stored, now);
  return movement !== null && movement.by > threshold;
}

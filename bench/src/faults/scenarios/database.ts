import { command } from "../inject/commands.js";
import { backUpFor, changeFor, putBack, revokeFor } from "../inject/database.js";
import { inTurn } from "../inject/signals.js";
import type { Scenario } from "../scenario.js";

/** What an operator does to the database. */
export const databaseScenarios: readonly Scenario[] = [
  { name: "backup", fault: backUpFor(20), seconds: 20 },
  { name: "grant-revoked", fault: revokeFor(15, "normalization", "recording"), seconds: 15 },
  {
    name: "column-missing",
    fault: changeFor(
      15,
      "alter table graph.artists rename column popularity to popularity_away",
      "alter table graph.artists rename column popularity_away to popularity",
    ),
    seconds: 15,
  },
  {
    name: "letters-replayed-after-newer-data",
    fault: inTurn(
      changeFor(
        5,
        "alter table graph.staged_collaborations add constraint refused check (weight is null) not valid",
        "alter table graph.staged_collaborations drop constraint refused",
      ),
      changeFor(5, "select", "select"),
      command("dead-letters", "replay", "--all", "graph", "--code", "23514"),
    ),
    seconds: 15,
    // Communities and models of the epochs between are of a graph without what was set aside.
    sameAsWithoutFault: false,
  },
  {
    name: "database-put-back",
    fault: inTurn(putBack(2), command("prepare")),
    seconds: 12,
    sameAsWithoutFault: false,
  },
];

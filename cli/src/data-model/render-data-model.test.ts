import { describe, expect, it } from "vitest";
import type { Schema } from "./read-data-model.js";
import { renderDataModel } from "./render-data-model.js";

const column = { type: "integer", nullable: false, primary: false, comment: "A number | or none." };
const schema: Schema = {
  name: "shop",
  tables: [
    { name: "outbox", view: false, comment: "Waits.", columns: [{ ...column, name: "id", primary: true }] },
    {
      name: "orders",
      view: false,
      comment: "What was asked for.",
      columns: [
        { ...column, name: "id", primary: true },
        { ...column, name: "buyer", type: "double precision", nullable: true },
      ],
    },
  ],
  foreignKeys: [],
};
const reference = {
  schema: "shop",
  table: "orders",
  column: "buyer",
  target: "people",
  targetColumn: "id",
};

describe("the page on the data model", () => {
  const page = renderDataModel([schema], [reference, { ...reference, schema: "other", table: "strangers" }]);

  it("draws tables with types that mermaid can read, keys, and references as dotted lines", () => {
    expect(page).toContain(
      "  orders {\n    integer id PK\n    double_precision buyer FK\n  }\n  people ||..o{ orders : buyer\n```",
    );
    expect(page).not.toContain("strangers");
  });

  it("describes tables and columns, and keeps the comments inside their cells", () => {
    expect(page).toContain("### orders\n\nWhat was asked for.\n");
    expect(page).toContain("| buyer | double precision, may be null | A number \\| or none. |");
  });

  it("shows what every stage has once", () => {
    const own = page.slice(page.indexOf("## Schema `shop`"));
    expect(page).toContain("### outbox");
    expect(own).not.toContain("outbox");
  });
});

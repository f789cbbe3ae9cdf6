import { expect, it } from "vitest";
import { linePlot } from "./line-plot.js";
import { htmlPage, htmlTable } from "./page.js";

it("escapes texts of tables, titles, captions and legends", () => {
  const evil = '<script>"&';
  const page = htmlPage(evil, [
    htmlTable([evil], [[evil, "-1.5"]]),
    linePlot(evil, evil, [{ label: evil, x: [0, 1], y: [2, 2] }]),
  ]);
  expect(page).not.toContain("<script>");
  expect(page.split("&lt;script&gt;&quot;&amp;").length - 1).toBe(7);
  expect(page).toContain('<td class="n">-1.5</td>');
  expect(page).not.toContain("NaN");
});

const STYLE =
  "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #ccc;padding:.2rem .6rem;text-align:left}td.n{text-align:right;font-variant-numeric:tabular-nums}figure{display:inline-block;margin:0 1rem 1rem 0}figcaption{font-weight:600}svg{max-width:100%}";

/** A page that loads nothing. The sections are HTML, the title is text. */
export function htmlPage(title: string, sections: readonly string[]): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>${sections.join("\n")}</body></html>\n`;
}

/** A table of texts; those that begin like numbers stand on the right. */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string =>
    `<td${/^[−-]?\d/.test(text) ? ' class="n"' : ""}>${escapeHtml(text)}</td>`;
  return `<table><tr>${head.map((text) => `<th>${escapeHtml(text)}</th>`).join("")}</tr>${rows
    .map((row) => `<tr>${row.map(cell).join("")}</tr>`)
    .join("")}</table>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

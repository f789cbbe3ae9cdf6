export { type PlotLine, linePlot } from "./line-plot.js";
export { escapeHtml, htmlPage, htmlTable } from "./page.js";
export { type PlotPoint, plot } from "./plot.js";

export { readCoverage } from "./coverage.js";
export { expectedCollaborations } from "./expected-collaborations.js";
export { REFERENCES } from "./references.js";
export { normalizationRules } from "./rules.js";
export { verifyCatalogue, verifyCatalogueTopics } from "./verify-catalogue.js";
export { rebuild as normalizationRebuild } from "../rebuild.js";

// @ts-check
// Elements are made, never parsed: whatever a name contains, it stays text.

/** @typedef {Node | string | null} Child */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null>} attributes null and false leave one out
 * @param {readonly Child[]} children null leaves one out
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, children = []) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null>} attributes
 * @param {readonly Child[]} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function drawing(tag, attributes = {}, children = []) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/**
 * Children without those that were left out.
 *
 * @template Kind
 * @param {readonly (Kind | null)[]} children
 * @returns {Kind[]}
 */
export function present(children) {
  return children.filter((child) => child !== null);
}

/**
 * The element that the page has under an id.
 *
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`The page has no ${kind.name} with the id ${id}`);
  return found;
}

/**
 * @template {Element} Kind
 * @param {Kind} target
 * @param {Record<string, string | number | boolean | null>} attributes
 * @param {readonly Child[]} children
 * @returns {Kind}
 */
function fill(target, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) target.setAttribute(name, value === true ? "" : String(value));
  }
  target.append(...present(children));
  return target;
}

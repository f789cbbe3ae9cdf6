/** Whether text is what programs write for a number that they could not compute: `nan`, `-nan`, `inf`, `-Infinity` … */
export function isNotFinite(text: string): boolean {
  return /^[+-]?(nan|inf|infinity)$/i.test(text);
}

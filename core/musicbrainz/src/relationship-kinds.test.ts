import { expect, it } from "vitest";
import { ARTIST_KINDS, GUEST, RECORDING_KINDS } from "./relationship-kinds.js";

it("relationship kinds have a name each, and a link type means one of them", () => {
  const kinds = [...ARTIST_KINDS, ...RECORDING_KINDS];
  const names = [...kinds.map(({ name }) => name), GUEST.name];
  expect(new Set(names).size).toBe(names.length);
  const linkTypes = kinds.flatMap((kind) => kind.linkTypes);
  expect(new Set(linkTypes).size).toBe(linkTypes.length);
  for (const gid of [...linkTypes, GUEST.attributeType]) {
    expect(gid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  }
});

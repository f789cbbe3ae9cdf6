/**
 * By which a tag and a genre are the same, and two tags are one genre: the name, whatever its case and whichever of
 * Unicode's forms its letters are written in.
 */
export function genreKey(name: string): string {
  return name.toLowerCase().normalize("NFC");
}

import { isGroup } from "../../world/artists.js";
import { indexOfId } from "../../world/credits.js";
import { artistName } from "../../world/names.js";
import { type Edit, findArtist } from "./edit.js";

/** An artist gets another name; existing credits keep the old one, as in MusicBrainz. */
export const renameArtist: Edit = (context) => {
  const { live } = context;
  const id = findArtist(context, () => true);
  if (id === null) return;
  const artist = live.artist(id);
  artist.renamed++;
  const group = isGroup(artist.row["type"] as number);
  const { name, sortName } = artistName(live.world.size.seed, indexOfId(id), group, artist.renamed);
  live.updateArtist(id, { name, sort_name: sortName, last_updated: live.now });
};

import {
  ApiError,
  ApiErrorFilter,
  QueryParameters,
  type QueryString,
  mbidParameter,
} from "@interlude/infra-http/api";
import { Controller, Get, Param, Query, UseFilters } from "@nestjs/common";
import { prefixQuery } from "../search-words.js";
import { type ArtistItem, ArtistsRepository, type Collaborator } from "./artists.repository.js";
import { type Neighbourhood, NeighbourhoodRepository } from "./neighbourhood.repository.js";

const COLLABORATORS = 20;

/** One artist, with whom they recorded most. */
export interface ArtistDetail extends ArtistItem {
  readonly collaborators: readonly Collaborator[];
}

/** Artists and their neighbourhoods. */
@Controller("api/artists")
@UseFilters(ApiErrorFilter)
export class ArtistsController {
  constructor(
    private readonly artists: ArtistsRepository,
    private readonly neighbourhoods: NeighbourhoodRepository,
  ) {}

  /** Artists whose names have words that begin as those of `name`; `limit` 1 to 100. */
  @Get()
  async search(@Query() query: QueryString): Promise<{ artists: readonly ArtistItem[] }> {
    const parameters = new QueryParameters(query, ["name", "limit"]);
    const words = prefixQuery(parameters.text("name", 200) ?? "");
    const limit = parameters.integer("limit", { default: 20, min: 1, max: 100 });
    return { artists: await this.artists.search(words, limit) };
  }

  /** 404 `ARTIST_UNKNOWN` for an artist that the graph does not have. */
  @Get(":mbid")
  async one(@Param("mbid") text: string, @Query() query: QueryString): Promise<ArtistDetail> {
    void new QueryParameters(query, []);
    const mbid = mbidParameter("the artist", text);
    const artist = await this.artists.one(mbid);
    if (artist === null) throw unknown(mbid);
    return { ...artist, collaborators: await this.artists.collaborators(mbid, COLLABORATORS) };
  }

  /** The neighbourhood: `depth` 1 or 2; at most `limit` artists, 3 to 200. */
  @Get(":mbid/neighbourhood")
  async neighbourhood(@Param("mbid") text: string, @Query() query: QueryString): Promise<Neighbourhood> {
    const parameters = new QueryParameters(query, ["depth", "limit"]);
    const depth = parameters.integer("depth", { default: 1, min: 1, max: 2 });
    const limit = parameters.integer("limit", { default: 60, min: 3, max: 200 });
    const mbid = mbidParameter("the artist", text);
    const found = await this.neighbourhoods.around(mbid, { depth, limit });
    if (found === null) throw unknown(mbid);
    return found;
  }
}

function unknown(mbid: string): ApiError {
  return new ApiError(404, "ARTIST_UNKNOWN", `No artist ${mbid} is in the graph`);
}

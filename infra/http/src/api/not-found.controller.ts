import { All, Controller, UseFilters } from "@nestjs/common";
import { ApiErrorFilter } from "./api-error.filter.js";
import { NotFoundError } from "./api-error.js";

/** Every address under `/api` that no other controller has; a module registers it last. */
@Controller("api")
@UseFilters(ApiErrorFilter)
export class NotFoundController {
  @All(["", "{*rest}"])
  notFound(): never {
    throw new NotFoundError("The API has no such address, or not for this method");
  }
}

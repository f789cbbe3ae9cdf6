import { All, Controller, UseFilters } from "@nestjs/common";
import { ApiErrorFilter } from "./api-error.filter.js";
import { ApiError } from "./api-error.js";

/** Whatever nobody else answers under /api; registered last. */
@Controller("api")
@UseFilters(ApiErrorFilter)
export class UnknownAddressController {
  @All(["", "{*rest}"])
  unknown(): never {
    throw new ApiError(404, "ADDRESS_UNKNOWN", "The API has no such address, or not for this method");
  }
}

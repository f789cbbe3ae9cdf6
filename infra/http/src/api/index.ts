export { ApiErrorFilter } from "./api-error.filter.js";
export { ApiError, NotFoundError } from "./api-error.js";
export { readJsonObject } from "./json-body.js";
export { NotFoundController } from "./not-found.controller.js";
export { QueryParameters, type QueryString, mbidParameter } from "./query-parameters.js";
export { securityHeaders } from "./security-headers.js";

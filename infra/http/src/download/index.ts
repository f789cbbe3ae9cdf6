export { DownloadError } from "./download-error.js";
export { ConnectionError, type HttpResponse, httpGet, staysEncrypted } from "./http-get.js";
export { type FileDownload, downloadFile } from "./resumed-download.js";
export { retryAfterMs } from "./retry-after.js";
export { BodyTooLargeError, bodyText, saveBody } from "./save-body.js";

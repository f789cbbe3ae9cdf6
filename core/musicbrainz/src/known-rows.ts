/** Row id of the area type "Country"; area types are not kept, and this one has always been 1. */
export const COUNTRY_AREA = 1;

/** Row id of the release status "Cancelled": announced, and never came out. */
export const CANCELLED_RELEASE = 6;

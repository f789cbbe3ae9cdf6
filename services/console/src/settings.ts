/** None yet beside those that every service has. */
export const settings = {};

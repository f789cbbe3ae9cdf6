/** Takes the name of a value that is kept as null, since it is none of those that can be there, and why it is none. */
export type ValueDropped = (field: string, reason: string) => void;

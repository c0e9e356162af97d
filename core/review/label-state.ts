/** Label states as they stand in a dense table [images, classes]: the words of the contract as numbers. */
export const ABSENT = -1
export const UNKNOWN = 0
export const PRESENT = 1
export const UNDECIDED = 2

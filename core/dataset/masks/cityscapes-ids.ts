/** What only Singlet writes: classes of other names, and which picture a file is about. */
export const cityscapesNotes = 'gtFine/singlet.json'

/** Numbers of one class's objects: id * 1000 up to 999 more. */
export const perClass = 1000

/** The largest id whose objects fit into 16 bits. */
export const largestId = 64

/** Ids of classes whose objects Cityscapes tells apart. */
export const idsWithObjects: ReadonlySet<number> = new Set([24, 25, 26, 27, 28, 29, 30, 31, 32, 33])

/** Ids of the classes of Cityscapes end here; those of others begin. */
export const firstOwnId = 35

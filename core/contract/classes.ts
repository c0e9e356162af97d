import { z } from 'zod'
import { classId, imageId } from './ids'

export const classInfo = z.object({
  id: classId,
  name: z.string(),
  /** CSS colour, `#rrggbb`. */
  colour: z.string(),
  /** One character, or null. */
  hotkey: z.string().nullable(),
  /** Classes of one group stand together in lists; null for none. */
  group: z.string().nullable(),
  present: z.number().int(),
  absent: z.number().int(),
  undecided: z.number().int(),
})
export type ClassInfo = z.infer<typeof classInfo>

export const classChange = z.object({
  name: z.string().optional(),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional(),
  hotkey: z.string().length(1).nullable().optional(),
})
export type ClassChange = z.infer<typeof classChange>

/** live: labelled, trained on, reviewed. All others are hidden, with every decision kept. */
export const classStatus = z.enum(['live', 'retired', 'merged', 'split'])
export type ClassStatus = z.infer<typeof classStatus>

export const classEntry = classInfo.extend({
  status: classStatus,
  /** What it was merged into. */
  into: classId.nullable(),
  /** What it was split from. */
  from: classId.nullable(),
  /** Pictures of the class it was split from that nobody has sorted into it or out of it. */
  toSort: z.number().int(),
})
export type ClassEntry = z.infer<typeof classEntry>

/** Every class that ever was, in order. */
export const taxonomy = z.object({ images: z.number().int(), classes: z.array(classEntry) })
export type Taxonomy = z.infer<typeof taxonomy>

const some = z.array(classId).min(1).max(100_000).readonly()

/**
 * When a merged class is absent: `both` where each of the classes was said to be absent, `either`
 * where one was and none is present: right only for two names of the same thing.
 */
export const absentRule = z.enum(['both', 'either'])
export type AbsentRule = z.infer<typeof absentRule>

/** What can be done to the list of classes: each is one step of undo and redo. */
export const classEdit = z.discriminatedUnion('act', [
  z.object({ act: z.literal('add'), names: z.array(z.string()).min(1).max(100_000) }),
  z.object({
    act: z.literal('change'),
    class: classId,
    change: classChange,
    /** The class that has the wanted key gets this one's; otherwise it is left without. */
    swap: z.boolean().optional(),
  }),
  z.object({ act: z.literal('group'), classes: some, group: z.string().max(200).nullable() }),
  /** Puts classes before another one, or last. */
  z.object({ act: z.literal('move'), classes: some, before: classId.nullable() }),
  z.object({ act: z.literal('merge'), classes: some, into: classId, absent: absentRule }),
  z.object({
    act: z.literal('split'),
    class: classId,
    /** The new classes, with pictures that are known to belong to them. */
    into: z
      .array(z.object({ name: z.string(), images: z.array(imageId).max(100_000).optional() }))
      .min(2)
      .max(50),
  }),
  z.object({ act: z.literal('retire'), classes: some }),
  z.object({ act: z.literal('restore'), classes: some }),
])
export type ClassEdit = z.infer<typeof classEdit>

export const classEditResult = z.object({
  revision: z.number().int(),
  /** What one undo takes back, in words. */
  title: z.string(),
  added: z.array(classId),
})
export type ClassEditResult = z.infer<typeof classEditResult>

/** Counts of one class before a change, or of one that comes of it. */
export const previewRow = z.object({
  name: z.string(),
  colour: z.string(),
  /** null for a class that is not there yet. */
  class: classId.nullable(),
  side: z.enum(['before', 'after']),
  present: z.number().int(),
  absent: z.number().int(),
  undecided: z.number().int(),
})
export type PreviewRow = z.infer<typeof previewRow>

/** What a merge, split or retirement would do. */
export const classPreview = z.object({
  images: z.number().int(),
  rows: z.array(previewRow),
  /** Pictures of which one of the classes is present and another absent. */
  conflicts: z.number().int(),
  /** Some of them, to look at. */
  conflicting: z.array(imageId),
  /** Pictures that have no other label that is present. */
  onlyLabel: z.number().int(),
  /** Segments of the classes that go. */
  segments: z.number().int(),
})
export type ClassPreview = z.infer<typeof classPreview>

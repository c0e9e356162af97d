import { z } from 'zod'
import { classId } from './ids'

export const classInfo = z.object({
  id: classId,
  name: z.string(),
  /** CSS colour, `#rrggbb`. */
  colour: z.string(),
  /** One character, or null. */
  hotkey: z.string().nullable(),
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

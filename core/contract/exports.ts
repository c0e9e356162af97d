import { z } from 'zod'

export const exportFormat = z.object({
  id: z.string(),
  title: z.string(),
  /** What it is for, in one sentence. */
  purpose: z.string(),
  keeps: z.array(z.string()),
  loses: z.array(z.string()),
  kind: z.enum(['dataset', 'classifier']),
  /** Whether it holds masks. */
  masks: z.boolean(),
  /** Whether what nobody labelled stays apart from what is absent. */
  keepsUnknown: z.boolean(),
  /** Why it cannot be written now; null when it can. */
  obstacle: z.string().nullable(),
})
export type ExportFormat = z.infer<typeof exportFormat>

export const exportPreview = z.object({
  images: z.number().int(),
  present: z.number().int(),
  absent: z.number().int(),
  undecided: z.number().int(),
  /** Masks that would be written; 0 in a format without any. */
  segments: z.number().int(),
  /** Sentences: what this project has that the format cannot hold. */
  lost: z.array(z.string()),
})
export type ExportPreview = z.infer<typeof exportPreview>

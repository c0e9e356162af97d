import { z } from 'zod'
import { recentProject } from './projects'

export const settings = z.object({
  theme: z.enum(['system', 'dark', 'light']),
  /** Edge of a sweep tile in CSS pixels. */
  tileSize: z.number().int().min(80).max(400),
  language: z.string(),
})
export type Settings = z.infer<typeof settings>

export const appInfo = z.object({
  version: z.string(),
  mode: z.enum(['desktop', 'browser']),
  /** Where new projects go unless told otherwise. */
  projectsDirectory: z.string(),
  settings,
  recent: z.array(recentProject),
})
export type AppInfo = z.infer<typeof appInfo>

export const folderEntry = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'project']),
})
export type FolderEntry = z.infer<typeof folderEntry>

/** A folder as the browser mode's folder chooser shows it. */
export const folderListing = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  places: z.array(folderEntry),
  entries: z.array(folderEntry),
  /** Pictures directly inside, counted up to 1,000. */
  pictures: z.number().int(),
})
export type FolderListing = z.infer<typeof folderListing>

/** Running count of what a folder tree holds. */
export const folderCount = z.object({
  pictures: z.number().int(),
  folders: z.number().int(),
  finished: z.boolean(),
})
export type FolderCount = z.infer<typeof folderCount>

import { z } from 'zod'
import { deviceChoice } from './compute-devices'
import { recentProject } from './projects'

/** Sets of keys that people bring along from other tools. */
export const keyPreset = z.enum(['default', 'cvat', 'labelme', 'label-studio', 'prodigy'])
export type KeyPreset = z.infer<typeof keyPreset>

/** Keys of a person: a preset, and what they changed in it, by action; no keys at all is a choice too. */
export const keySettings = z.object({
  preset: keyPreset,
  changed: z.record(z.string().max(80), z.array(z.string().min(1).max(60)).max(8)),
})
export type KeySettings = z.infer<typeof keySettings>

export const settings = z.object({
  theme: z.enum(['system', 'dark', 'light']),
  /** Edge of a sweep tile in CSS pixels. */
  tileSize: z.number().int().min(80).max(400),
  language: z.string().max(20),
  /** Whether things may move: as the system says, or never. */
  motion: z.enum(['system', 'none']),
  keys: keySettings,
  /** What trains on this machine; `auto` is the fastest that passes its self-test. */
  device: deviceChoice,
  /** Which segmenter cuts things out of pictures; where it is not here, `basic` does. */
  segmenter: z.string().max(80),
  /** What a project may keep of pictures that a segmenter has read, in bytes; the oldest goes first. */
  embeddingBytes: z.number().int().min(0),
})
export type Settings = z.infer<typeof settings>

/** Why the settings began anew, and where the old file was put. */
export const settingsProblem = z.object({
  kind: z.enum(['damaged', 'newer']),
  kept: z.string(),
})
export type SettingsProblem = z.infer<typeof settingsProblem>

export const appInfo = z.object({
  version: z.string(),
  mode: z.enum(['desktop', 'browser']),
  /** Where new projects go unless told otherwise. */
  projectsDirectory: z.string(),
  settings,
  /** Set when the settings file could not be used and was put aside. */
  settingsProblem: settingsProblem.nullable(),
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

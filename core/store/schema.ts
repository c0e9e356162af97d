import type { ColumnType, Generated } from 'kysely'
import type { BatchId, ClassId, ImageId, RunId } from '../contract/ids'
import type { ImageStatus } from '../contract/images'
import type { DecisionKind, DecisionView } from '../contract/labels'
import type { SegmentId, SegmentSource, SegmentState } from '../contract/segments'

// The tables as Kysely sees them. Times are milliseconds since 1970; `json` columns hold text.

/** 1 present, -1 absent, 2 undecided, 0 unknown: as in the dense matrix. */
export type StateCode = -1 | 0 | 1 | 2

export interface ImageTable {
  id: Generated<ImageId>
  path: string
  width: number
  height: number
  bytes: number
  mtime: number
  added_at: number
  /** Folder order, dense from 0. */
  position: number
  /** Any number that has nothing to do with the folder; ties go by id. */
  random_position: number
  /** Set by `setVarietyOrder`; images that came later follow in random order. */
  variety_position: number
  split: 'train' | 'validation' | 'apart'
  /** Derived. */
  status: Generated<ImageStatus>
  /** Derived. */
  present_count: Generated<number>
  /** 1 when the last scan did not find the file. */
  missing: Generated<0 | 1>
  /** Derived: 1 when people are to label it, that is of the training part and not missing. */
  listed: ColumnType<0 | 1, never, never>
}

export interface ImageProblemTable {
  path: string
  reason: string
}

/** Derived, but for its id. */
export interface ClassTable {
  id: Generated<ClassId>
  name: string
  /** The name as compared: NFC, lower case. */
  folded: string
  colour: string
  hotkey: string | null
  position: number
  retired: Generated<RetiredCode>
  group_name: string | null
  /** What it was merged into. */
  successor: ClassId | null
  /** What it was split from. */
  parent: ClassId | null
}

/** 0 live; hidden: 1 retired, 2 merged, 3 split, 4 its adding was undone. */
export type RetiredCode = 0 | 1 | 2 | 3 | 4

/** Append-only: a class is what the last version says whose batch is not undone. */
export interface ClassVersionTable {
  id: Generated<number>
  /** null for what a project began with, which cannot be undone. */
  batch: BatchId | null
  class: ClassId
  name: string
  folded: string
  colour: string
  hotkey: string | null
  position: number
  group_name: string | null
  retired: RetiredCode
  successor: ClassId | null
  parent: ClassId | null
}

/** One gesture. Append-only, but for `undone_by`, which is derived from the undo and redo batches. */
export interface BatchTable {
  id: BatchId
  at: number
  ms: number
  actor: string
  view: DecisionView
  kind: 'decide' | 'undo' | 'redo'
  /** The decide batch that an undo or redo is about. */
  target: BatchId | null
  /** Decisions in it. */
  size: number
  /** What it did, where "n decisions" does not say it. */
  title: string | null
  /** The undo batch that took this one back, unless redone. */
  undone_by: BatchId | null
}

/** Append-only. */
export interface DecisionTable {
  id: Generated<number>
  batch: BatchId
  at: number
  image: ImageId
  class: ClassId | null
  kind: DecisionKind
  state: StateCode | null
  point_x: number | null
  point_y: number | null
  run: RunId | null
  probability: number | null
}

/** Derived: what is known of each pair; unknown pairs have no row. */
export interface LabelTable {
  image: ImageId
  class: ClassId
  state: StateCode
  decision: number
}

/** Derived: labels of each class and state. */
export interface LabelCountTable {
  class: ClassId
  state: StateCode
  n: number
}

/** Derived: listed images of each status. */
export interface StatusCountTable {
  status: ImageStatus
  n: number
}

export interface RunTable {
  id: RunId
  number: number
  at: number
  state: 'running' | 'done' | 'cancelled' | 'failed'
  recipe: string
  device: string
  images: number
  classes: number
  decisions: number
  metrics: string | null
  epochs: string
  failure: string | null
  failureCode: string | null
  notes: string
}

/** Suggestions that a person saw or answered; all other scores are dense files. */
export interface SuggestionTable {
  id: Generated<number>
  at: number
  run: RunId | null
  image: ImageId
  class: ClassId
  score: number
  probability: number | null
}

/** Append-only: run lengths as COCO writes them. */
export interface MaskTable {
  id: Generated<number>
  width: number
  height: number
  counts: string
  /** Share of the picture, 0..1. */
  area: number
}

/** Append-only: a segment is what the last version says whose batch is not undone. */
export interface SegmentVersionTable {
  id: Generated<number>
  batch: BatchId
  at: number
  segment: SegmentId
  image: ImageId
  class: ClassId | null
  state: SegmentState
  source: SegmentSource
  model: string | null
  run: RunId | null
  mask: number
  quality: number | null
  stability: number | null
  reliability: number | null
  /** 1 where it was deleted. */
  gone: 0 | 1
}

/** Derived: the segments that are there. */
export interface SegmentTable {
  id: SegmentId
  image: ImageId
  class: ClassId | null
  state: SegmentState
  version: number
}

/** Derived, by triggers: segments of each class and state; class 0 counts those of no class. */
export interface SegmentCountTable {
  class: number
  state: SegmentState
  n: number
}

/** What is really in the pictures of a simulated project: its present labels. */
export interface TruthTable {
  image: ImageId
  class: ClassId
}

export interface SettingTable {
  key: string
  json: string
}

export interface MigrationTable {
  number: number
  name: string
  at: number
}

export interface Tables {
  image: ImageTable
  image_problem: ImageProblemTable
  class: ClassTable
  class_version: ClassVersionTable
  batch: BatchTable
  decision: DecisionTable
  label: LabelTable
  label_count: LabelCountTable
  status_count: StatusCountTable
  run: RunTable
  suggestion: SuggestionTable
  mask: MaskTable
  segment_version: SegmentVersionTable
  segment: SegmentTable
  segment_count: SegmentCountTable
  truth: TruthTable
  setting: SettingTable
  meta: SettingTable
  migration: MigrationTable
}

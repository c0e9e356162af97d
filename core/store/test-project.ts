import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ClassId, ImageId } from '../contract/ids'
import type { DecisionInput } from '../contract/labels'
import { createProjectStore, type ProjectStore } from './project-store'

/** An empty folder of its own that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A clock that ticks a millisecond each time it is read. */
export function tickingClock(start = 1_800_000_000_000): () => number {
  let time = start
  return () => (time += 1)
}

export interface TestProject {
  readonly directory: string
  readonly store: ProjectStore
  readonly images: readonly ImageId[]
  readonly classes: readonly ClassId[]
}

/** A project with pictures "0.jpg", "1.jpg", ... and classes "class 0", ...; closed with the test. */
export async function testProject(images: number, classes: number): Promise<TestProject> {
  const directory = join(await temporaryFolder(), 'project')
  const store = await createProjectStore(directory, {
    name: 'Test',
    imageRoot: '/pictures',
    classes: Array.from({ length: classes }, (_, index) => `class ${String(index)}`),
    now: tickingClock(),
  })
  await store.images.addMany(Array.from({ length: images }, (_, index) => picture(index)))
  return {
    directory,
    store,
    images: (await store.images.all()).map((image) => image.id),
    classes: (await store.classes.list()).map((info) => info.id),
  }
}

/** A picture as a scan would find it. */
export function picture(index: number) {
  return { path: `${String(index)}.jpg`, width: 640, height: 480, bytes: 1000, mtime: index }
}

/** Answers to a suggestion, most often. */
export function decision(
  image: ImageId | undefined,
  id: ClassId | undefined,
  state: 'present' | 'absent' | 'undecided' | 'unknown',
): DecisionInput {
  if (image === undefined || id === undefined) throw new Error('the test project is too small')
  const kind = (
    { present: 'add', absent: 'reject', undecided: 'undecided', unknown: 'clear' } as const
  )[state]
  return { image, class: id, kind, state }
}

/** Looked at, given no label. */
export function skip(image: ImageId | undefined): DecisionInput {
  if (image === undefined) throw new Error('the test project is too small')
  return { image, class: null, kind: 'skip', state: null }
}

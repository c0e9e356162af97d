import { basename } from 'node:path'
import type { ImageProblem } from '../contract/images'
import { importDataset } from '../dataset/import/formats'
import { simulateSinglePositives } from '../dataset/simulate'
import { type JudgedPart, simulateProtocol } from '../dataset/simulate-protocol'
import { createProjectStore, openProjectStore, type ProjectStore } from '../store/project-store'
import { fillWithTruth } from './fill-project'
import { importLabels, problemsOf } from './import-labels'
import type { Jobs } from './jobs'
import type { Projects } from './projects'

/** What a command that makes or fills a project says of it. */
export interface Made {
  readonly project: string
  readonly images: number
  readonly classes: number
  readonly seeds: number
  /** Labels kept aside that no seed tells; null where nobody knows the truth. */
  readonly hidden: number | null
  readonly skipped: ImageProblem[]
}

interface Tools {
  readonly projects: Projects
  readonly jobs: Jobs
  readonly now: () => number
}

const never = new AbortController().signal

/** What the command line does beyond what a window asks for. */
export function createOperations({ projects, jobs, now }: Tools) {
  return {
    /** A project with every picture of its folder, ready to be labelled. */
    async newProject(input: {
      directory: string
      images: string
      classes: string[]
      name?: string
      onProgress?: (images: number) => void
    }): Promise<Made> {
      const { directory, images, classes, onProgress } = input
      const { id } = await projects.create({
        name: input.name ?? (basename(images) || 'Project'),
        ...{ directory, images, classes },
      })
      const project = projects.get(id)
      const job = project.scan()
      for await (const snapshot of jobs.watch()) {
        if (snapshot.id !== job) continue
        onProgress?.(snapshot.done)
        if (snapshot.endedAt !== null) break
      }
      jobs.throwIfFailed(job)
      return describe(project.store, null)
    },

    simulate: (input: SimulateInput): Promise<Made> => simulateProject(input, now),

    /** Adds classes, labels and segments of a file; pictures that the project lacks are listed. */
    async importInto(input: {
      directory: string
      from: string
      format?: string
    }): Promise<Made & { segments: number }> {
      const dataset = await importDataset(input.from, input.format ?? null, never, { masks: true })
      const store = await openProjectStore(input.directory, { mode: 'write', now })
      try {
        const { segments, skipped } = await importLabels(store, dataset, never)
        return { ...(await describe(store, null)), segments, skipped }
      } finally {
        await store.close()
      }
    },

    /** Sentences on what is wrong with a project; with `repair` derived state is made again. */
    async checkProject(directory: string, repair: boolean): Promise<string[]> {
      const store = await openProjectStore(directory, { mode: repair ? 'write' : 'read', now })
      try {
        if (repair) await store.rebuild()
        return (await store.check()).map(
          ({ table, row, stored, expected }) =>
            `${table}, ${row}: stored ${stored ?? 'nothing'}, the decisions say ${expected ?? 'nothing'}`,
        )
      } finally {
        await store.close()
      }
    },
  }
}
export type Operations = ReturnType<typeof createOperations>

interface SimulateInput {
  directory: string
  data: string
  seed: number
  format?: string
  /** Follows the papers' protocol to the letter, and says which part is judged. */
  judge?: JudgedPart
}

/** Hides the labels of a complete dataset but one per picture (Cole et al. 2021). */
async function simulateProject(
  { directory, data, seed, format, judge }: SimulateInput,
  now: () => number,
): Promise<Made> {
  const dataset = await importDataset(data, format ?? null, never)
  const simulated = judge
    ? simulateProtocol(dataset, { judge, seed })
    : simulateSinglePositives(dataset, seed)
  const store = await createProjectStore(directory, {
    name: basename(directory),
    imageRoot: simulated.root,
    classes: simulated.classes,
    now,
  })
  try {
    const { skipped } = await fillWithTruth(store, simulated, { withSeeds: true }, never)
    const made = await describe(store, simulated.hidden)
    return { ...made, skipped: [...problemsOf(dataset), ...skipped] }
  } finally {
    await store.close()
  }
}

async function describe(store: ProjectStore, hidden: number | null): Promise<Made> {
  const { seeded } = await store.summary()
  return {
    project: store.directory,
    images: (await store.images.all()).filter(({ split }) => split !== 'apart').length,
    classes: (await store.classes.list()).length,
    seeds: seeded,
    hidden,
    skipped: await store.images.problems(),
  }
}

import { Failure } from '../contract/failures'
import type { ImageId, JobId } from '../contract/ids'
import { scanFolder } from '../dataset/scan'
import type { JobContext, JobResult } from './jobs'
import type { Project } from './project'

/** Windows hear of new pictures at most this often while a folder is read. */
const ANNOUNCE_EVERY_MS = 500

/** Reads the picture folder (again): adds what is new, hides what is gone, lists what is broken. */
export function startScan(project: Project): JobId {
  return project.tools.jobs.start({
    kind: 'scan',
    project: project.id,
    title: 'Reading the picture folder',
    resumable: true,
    run: async (context) => {
      try {
        return await scan(project, context)
      } finally {
        project.scanJob = null
        await project.announce('images')
      }
    },
  })
}

async function scan(project: Project, { signal, report }: JobContext): Promise<JobResult> {
  const { store } = project
  const seen = new Set<string>()
  let unreadable = 0
  let fresh = 0
  let announced = 0
  try {
    const known = new Map((await store.images.all()).map((image) => [image.path, image]))
    for await (const { images, problems } of scanFolder(project.imageRoot, signal, known)) {
      if (unreadable === 0 && seen.size === 0) await store.images.clearProblems()
      const changed = images.filter((image) => image !== known.get(image.path))
      await store.images.addMany(changed, signal)
      fresh += changed.length
      await store.images.addProblems(problems)
      for (const { path } of images) seen.add(path)
      unreadable += problems.length
      report({ step: 'pictures', done: seen.size })
      if (project.tools.now() - announced < ANNOUNCE_EVERY_MS) continue
      announced = project.tools.now()
      await project.announce('images')
    }
  } catch (error) {
    throw await asProjectFailure(project, error)
  }
  project.setImagesMissing(false)
  const gone = await hideGone(project, seen)
  if (fresh + gone > 0) {
    await store.images.sortByPath()
    await project.reloadLabels()
  }
  project.computeFeatures()
  return { images: seen.size, unreadable, gone }
}

async function hideGone({ store }: Project, seen: ReadonlySet<string>): Promise<number> {
  const gone: ImageId[] = []
  for (const { id, path } of await store.images.all()) if (!seen.has(path)) gone.push(id)
  await store.images.markMissing(gone)
  return gone.length
}

/** A folder that vanishes under a project with pictures is unplugged, not wrong. */
async function asProjectFailure(project: Project, error: unknown): Promise<unknown> {
  if (!(error instanceof Failure)) return error
  const lost = ['FOLDER_MISSING', 'FOLDER_UNREADABLE', 'NO_IMAGES'].includes(error.code)
  if (!lost || (await project.store.images.count()) === 0) return error
  project.setImagesMissing(true)
  return new Failure('IMAGES_MISSING', 'The picture folder cannot be reached.', {
    advice: 'Plug its disk in again, or locate it; every label is kept.',
    path: project.imageRoot,
    cause: error,
  })
}

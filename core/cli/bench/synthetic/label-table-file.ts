import { RandomState } from '../../../kernel/rng'
import { writeFileAtomic } from '../../../store/files'
import { openProjectStore } from '../../../store/project-store'

/** A table of (file, class, state) about the pictures of a project, as another tool would hand it over. */
export async function writeLabelTable(
  path: string,
  project: string,
  { rows, seed }: { rows: number; seed: number },
): Promise<void> {
  const store = await openProjectStore(project, { mode: 'read', now: () => Date.now() })
  try {
    const files = (await store.images.all()).map((image) => image.path)
    const names = (await store.classes.list()).map(({ name }) => name)
    const rng = new RandomState(seed)
    const lines = Array.from({ length: rows }, (_, row) => {
      const state = rng.uniform() < 0.2 ? 'present' : 'absent'
      return `${files[row % files.length]},${names[rng.interval(names.length - 1)]},${state}`
    })
    await writeFileAtomic(path, `file,class,state\n${lines.join('\n')}\n`)
  } finally {
    await store.close()
  }
}

import { errnoCode } from '../contract/failures'
import { openProjectStore } from './project-store'
import { adding, segment } from './test-segments'

// A program for the tests of sudden ends: decides and cuts in an endless loop and says on standard
// output what was acknowledged, so that its parent may kill it at any moment or take its disk away.

const directory = process.argv[2]
if (directory === undefined) throw new Error('usage: child-writer DIRECTORY')

const store = await openProjectStore(directory, { mode: 'write', now: Date.now })
const images = (await store.images.all()).map((image) => image.id)
const classes = (await store.classes.list()).map((info) => info.id)

try {
  for (let step = 0; ; step += 1) {
    const decisions = images.map((image, index) => ({
      image,
      class: classes[(index + step) % classes.length] ?? null,
      kind: 'accept' as const,
      state: step % 3 === 0 ? ('absent' as const) : ('present' as const),
    }))
    const seen = adding(segment(images[step % images.length], classes[0]))
    const { batch } = await store.decisions.decide({ ...seen, view: 'sweep', decisions })
    process.stdout.write(`${String(batch)}\n`)
  }
} catch (error) {
  const code = errnoCode(error) ?? String(error)
  process.stdout.write(`${code}\n`)
}

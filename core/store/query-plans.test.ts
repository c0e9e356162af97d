import { CompiledQuery } from 'kysely'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { classId, imageId } from '../contract/ids'
import { segmentId } from '../contract/segments'
import { classStore } from './classes'
import { decisionStore } from './decisions'
import { imageStore } from './images'
import { writeIdentity } from './info'
import { labelStore } from './labels'
import { migrate, prepareMigrations } from './migrate'
import { runStore } from './runs'
import { connect, type Database } from './sqlite'
import { segmentStore } from './segments'
import { summary } from './summary'
import { decision, picture, temporaryFolder, tickingClock } from './test-project'
import { adding, gesture, segment } from './test-segments'

const now = tickingClock()

/** Read in whole because they are small: as long as a list that a person reads. */
const smallTables = [
  'class',
  'label_count',
  'segment_count',
  'status_count',
  'run',
  'setting',
  'meta',
  'image_problem',
  // By its index of trigrams: `SCAN image_name VIRTUAL TABLE INDEX`.
  'image_name',
]
/** Names inside our statements for rows that were already narrowed down, or came as a parameter. */
const narrowed = ['j', 'pair', 'found', 'fresh', 'touched', 'CONSTANT']
/** The index holds nothing but what was taken back. */
const undone = 'batch USING INDEX batch_undone'
const harmless = new RegExp(`^SCAN (${[...smallTables, ...narrowed, undone].join('|')})\\b`)

/**
 * Whether every listed image is looked at: not only until a page is full, nor to count those that
 * nobody has looked at for a class, which is asked for once a filter.
 */
function readsListed(detail: string, { sql }: CompiledQuery): boolean {
  return /^SEARCH image USING .*\(listed=\?\)$/.test(detail) && !/limit|not exists/.test(sql)
}

/** A database with a little in it, and every query that was run on it. */
async function watched() {
  const path = join(await temporaryFolder(), 'project.sqlite')
  const heard: CompiledQuery[] = []
  const { db, close } = connect(path, 'write', (query) => heard.push(query))
  await prepareMigrations(db)
  await migrate(db, { now, path, beforeEach: () => Promise.resolve() })
  await writeIdentity(db, {
    ...{ name: 'x', imageRoot: '/x', isSample: false, createdAt: 0, orderSeed: 1 },
  })
  await classStore(db, now).add(['cat', 'dog'])
  await imageStore(db, now).addMany([picture(1), picture(2), picture(3)])
  heard.length = 0
  return { db, heard, close }
}

/** Everything that a screen asks while a person works. */
async function visitEveryScreen(db: Database): Promise<void> {
  const images = imageStore(db, now)
  const decisions = decisionStore(db, now)
  const [a, b] = [imageId.parse(1), imageId.parse(2)]
  const cat = classId.parse(1)
  await decisions.decide({ view: 'label', ms: 1, decisions: [decision(a, cat, 'present')] })
  await decisions.decide({ view: 'sweep', ms: 1, decisions: [decision(b, cat, 'absent')] })
  await decisions.undo()
  await decisions.redo()
  for (const order of ['folder', 'random', 'variety'] as const) {
    for (const status of [null, 'todo', 'seeded', 'skipped'] as const) {
      await images.page({ order, status, offset: 1, limit: 200 })
      await images.indexOf(b, { order, status })
      for (const state of ['present', 'absent', 'undecided', 'unknown'] as const) {
        const filter = { class: cat, state }
        await images.page({ order, status, filter, offset: 0, limit: 200 })
        await images.indexOf(b, { order, status, filter })
      }
      await images.page({ order, status, filter: { images: [b, a] }, offset: 0, limit: 200 })
      await images.page({ order, status, filter: { latest: true }, offset: 0, limit: 200 })
      await images.indexOf(a, { order, status, filter: { latest: true } })
      await images.indexOf(a, { order, status, filter: { images: [b, a], class: cat } })
    }
  }
  const masks = segmentStore(db)
  await decisions.decide(adding(segment(a, cat), segment(b, null)))
  await decisions.decide(gesture({ kind: 'judge', segments: [segmentId.parse(1)], state: 'kept' }))
  await decisions.undo()
  await decisions.redo()
  await masks.ofImage(a)
  await masks.ofImages([a, b])
  await masks.counts()
  await masks.imagesWith('kept')
  await images.get(a)
  await images.byPath('1.jpg')
  await images.find('jpg', 20)
  await images.find('1', 20)
  await decisions.history(a)
  await decisions.count()
  await labelStore(db).answers(400)
  await labelStore(db).forImage(a)
  await labelStore(db).forImages([a, b])
  await classStore(db, now).list()
  await runStore(db, now).list()
  await summary(db)
}

describe('the queries of the screens', () => {
  it('never scan a table that grows with the project', async () => {
    const { db, heard, close } = await watched()
    await visitEveryScreen(db)
    const queries = heard.filter((query) => !/^(begin|commit)/.test(query.sql))
    expect(queries.length).toBeGreaterThan(60)
    const scans: string[] = []
    for (const query of queries) {
      const explain = CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters])
      for (const { detail } of (await db.executeQuery<{ detail: string }>(explain)).rows) {
        const whole = detail.startsWith('SCAN')
          ? !harmless.test(detail)
          : readsListed(detail, query)
        if (whole) scans.push(`${detail}: ${query.sql}`)
      }
    }
    expect(scans).toEqual([])
    await close()
  })

  it('would be caught if one did', async () => {
    const { db, close } = await watched()
    const { sql } = db.selectFrom('image').select('id').where('width', '=', 3).compile()
    const explain = CompiledQuery.raw(`explain query plan ${sql}`, [3])
    const { rows } = await db.executeQuery<{ detail: string }>(explain)
    expect(rows.map((row) => row.detail).join()).toMatch(/^SCAN image/)
    expect(rows.some((row) => harmless.test(row.detail))).toBe(false)
    await close()
  })
})

import { join } from 'node:path'
import type { ClassId, ImageId, ProjectId } from '../../contract/ids'
import { imageOrder } from '../../contract/images'
import { RandomState } from '../../kernel/rng'
import { type HostSession, withHost } from '../host-session'
import { type Measure, measureOf } from './measure'
import { connectTo, type WindowClient } from './process/connect'
import { settled } from './process/settled'
import { startHostProcess } from './process/host-process'
import { writeLabelTable } from './synthetic/label-table-file'
import { atMost, type Targets } from './targets'
import { timed, timesOf } from './timed'

export interface StoreOptions {
  readonly turns: number
  readonly opens: number
  readonly rows: number
  readonly seed: number
}

const PAGE = 200
const TILES = 40
const screen = atMost('p95', 200)

export const storeTargets: Targets = {
  'open to first page': atMost('p95', 2000),
  'page while the folder is read': screen,
  page: screen,
  'page of a status': screen,
  'page of a class and state': screen,
  'place in an order': screen,
  'images by id': screen,
  summary: screen,
  'class list': screen,
  'sweep overview': screen,
  'sweep page': screen,
  decision: atMost('p95', 10),
  'sweep page committed, next one here': atMost('p95', 150),
  'undo of a page': screen,
  'memory of the host': atMost('max', 600),
  'rows imported': atMost('max', 30_000),
}

/** Everything that a window asks of a large project, asked as a window does. */
export async function* measureStore(
  directory: string,
  options: StoreOptions,
): AsyncGenerator<Measure> {
  const data = join(directory, 'user')
  const project = join(directory, 'project')
  const opens: number[] = []
  for (let turn = 1; turn < options.opens; turn++) {
    const host = await startHostProcess(data)
    const { client, close } = await connectTo(host.address)
    opens.push((await timed(() => openToFirstPage(client, project))).ms)
    close()
    await host.stop()
  }
  const host = await startHostProcess(data)
  const { client, close } = await connectTo(host.address)
  try {
    const opened = await timed(() => openToFirstPage(client, project))
    yield measureOf('open to first page', [...opens, opened.ms])
    yield* measureWindow({ client, project: opened.result, options })
    const memory = await host.memory()
    yield measureOf('memory of the host', [memory.now], 'MB')
    yield measureOf('most memory of the host', [memory.peak], 'MB')
  } finally {
    close()
    await host.stop()
  }
  yield await withHost((session) => measureImport(session, directory, options))
}

async function openToFirstPage(client: WindowClient, directory: string): Promise<ProjectId> {
  const { id } = await client.projects.open({ directory })
  await client.images.page({
    ...{ project: id, order: 'variety', status: null },
    ...{ offset: 0, limit: PAGE },
  })
  return id
}

interface Asked {
  readonly client: WindowClient
  readonly project: ProjectId
  readonly options: StoreOptions
}

async function* measureWindow(asked: Asked): AsyncGenerator<Measure> {
  const { client, project, options } = asked
  const random = new RandomState(options.seed)
  const total = (await client.images.page({ project, ...first(null), limit: 1 })).total
  const anywhere = () => random.interval(Math.max(0, total - PAGE))
  const page = (turn: number) =>
    client.images.page({
      ...{ project, order: imageOrder.options[turn % imageOrder.options.length] ?? 'folder' },
      ...{ status: null, offset: anywhere(), limit: PAGE },
    })
  yield measureOf('page while the folder is read', await timesOf(options.turns, page))
  yield measureOf('quiet after opening', [(await timed(() => settled(client, project))).ms])
  yield measureOf('page', await timesOf(options.turns, page))
  yield* measureLists(asked, anywhere)
  yield* measureDecisions(asked, anywhere)
}

async function* measureLists(asked: Asked, anywhere: () => number): AsyncGenerator<Measure> {
  const { client, project, options } = asked
  const classes = (await client.classes.list({ project })).map(({ id }) => id)
  const classOf = (turn: number) => at(classes, turn)
  const { turns } = options
  const statuses = ['todo', 'seeded'] as const
  const images = (await client.images.page({ project, ...first(null) })).items.map(({ id }) => id)
  const questions: [string, (turn: number) => Promise<unknown>][] = [
    ['page of a status', (n) => client.images.page({ project, ...first(at(statuses, n)) })],
    [
      'page of a class and state',
      (n) =>
        client.images.page({
          ...{ project, ...first(null), offset: n % 2 === 0 ? 0 : Math.floor(anywhere() / 20) },
          filter: { class: classOf(n), state: n % 3 === 0 ? 'absent' : 'present' },
        }),
    ],
    [
      'place in an order',
      (n) =>
        client.images.indexOf({ project, image: at(images, n), order: 'random', status: null }),
    ],
    ['images by id', (n) => client.images.get({ project, image: at(images, n) })],
    ['summary', () => client.projects.summary({ project })],
    ['class list', () => client.classes.list({ project })],
    ['sweep overview', () => client.review.overview({ project, source: 'auto' })],
    [
      'sweep page',
      (n) => client.review.page({ project, class: classOf(n), source: 'auto', size: TILES }),
    ],
  ]
  for (const [name, ask] of questions) yield measureOf(name, await timesOf(turns, ask))
}

async function* measureDecisions(asked: Asked, anywhere: () => number): AsyncGenerator<Measure> {
  const { client, project, options } = asked
  const classes = (await client.classes.list({ project })).map(({ id }) => id)
  const items = (await client.images.page({ project, ...first(null), offset: anywhere() })).items
  const images = items.map(({ id }) => id)
  const one = (image: ImageId, id: ClassId) => ({
    ...{ image, class: id, kind: 'add' as const, state: 'present' as const },
  })
  yield measureOf(
    'decision',
    await timesOf(options.turns, (n) =>
      client.labels.decide({
        ...{ project, view: 'label', ms: 1 },
        decisions: [one(at(images, n), at(classes, Math.floor(n / images.length) + n))],
      }),
    ),
  )
  yield measureOf('sweep page committed, next one here', await commitPages(asked, classes))
  yield measureOf(
    'undo of a page',
    await timesOf(Math.min(10, options.turns), () => client.labels.undo({ project })),
  )
}

/** Pages as a person answers them: nine of ten tiles as the page has it. */
async function commitPages({ client, project, options }: Asked, classes: readonly ClassId[]) {
  const times: number[] = []
  for (let turn = 0; turn < Math.max(1, Math.floor(options.turns / 4)); turn++) {
    const input = { project, class: at(classes, turn), source: 'auto' as const, size: TILES }
    const page = await client.review.page(input)
    if (page.tiles.length === 0) continue
    const other = page.untouched === 'present' ? 'absent' : 'present'
    const answers = page.tiles.map(({ image, probability }, tile) => ({
      ...{ image, probability, state: tile % 10 === 9 ? other : page.untouched },
    }))
    const { ms } = await timed(() => client.review.commit({ ...input, ms: 1000, answers }))
    times.push(ms)
  }
  return times
}

async function measureImport(
  { host }: HostSession,
  directory: string,
  options: StoreOptions,
): Promise<Measure> {
  const from = join(directory, 'rows.csv')
  const project = join(directory, 'project')
  await writeLabelTable(from, project, options)
  const { ms } = await timed(() => host.operations.importInto({ directory: project, from }))
  return measureOf('rows imported', [ms])
}

const first = (status: 'todo' | 'seeded' | null) =>
  ({ order: 'random', status, offset: 0, limit: PAGE }) as const

function at<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length]
  if (found === undefined) throw new RangeError('The list is empty.')
  return found
}

import type { ImageId } from '../../contract/ids'
import type { ConsistencyInsight, InsightMark } from '../../contract/insights'
import { RandomState } from '../../kernel/rng'
import { wilson } from '../../kernel/statistics'
import { alikeGroups } from '../../review/insights/alike-groups'
import { alikePairSteps } from '../../review/insights/alike-pairs'
import { reliabilityOf } from '../../review/insights/reliability'
import { courseOf, type RoundEnd, roundSpan, roundsOf } from '../../review/insights/rounds'
import { signatureSteps } from '../../review/insights/sign-hash'
import { countTogether } from '../../review/insights/together'
import { runSteps } from '../../review/run-steps'
import type { InsightStore, RepeatTally } from '../../store/insights'
import { openProjectStore } from '../../store/project-store'
import { serveWorker } from '../worker-channel'
import type { InsightsCalls } from './insights-calls'

const ALIKE_SEED = 1200
/** Part of the time that signatures take, for the bar. */
const SIGNATURE_SHARE = 0.5

/** Reads a project by a connection of its own, so that nobody else waits. */
async function reading<T>(
  directory: string,
  read: (insights: InsightStore) => Promise<T>,
): Promise<T> {
  const store = await openProjectStore(directory, { mode: 'read', now: () => Date.now() })
  try {
    return await read(store.insights)
  } finally {
    await store.close()
  }
}

function imagesOf(
  store: InsightStore,
  mark: InsightMark,
  ends: readonly RoundEnd[],
): Promise<ImageId[]> {
  switch (mark.what) {
    case 'together':
      return store.imagesTogether(mark.a, mark.b)
    case 'calibration':
      return store.imagesPromised(mark.source, mark.bin)
    case 'round': {
      const { after, until } = roundSpan(ends, mark.round)
      return store.imagesDecided(mark.kind, after, until)
    }
    case 'repeats':
      return store.imagesRepeated(mark.class)
  }
}

function consistencyOf(tallies: readonly RepeatTally[]): Omit<ConsistencyInsight, 'seconds'> {
  const sum = (value: (tally: RepeatTally) => number) =>
    tallies.reduce((total, tally) => total + value(tally), 0)
  const repeats = sum((tally) => tally.repeats)
  const same = sum((tally) => tally.same)
  return {
    ...{ repeats, same, slips: sum((tally) => tally.slips) },
    share: repeats === 0 ? null : wilson(same, repeats),
    classes: tallies.flatMap(({ class: id, ...tally }) =>
      tally.repeats === 0 ? [] : [{ class: id, repeats: tally.repeats, same: tally.same }],
    ),
  }
}

serveWorker<InsightsCalls>({
  together: ({ directory, classes, shown }) =>
    reading(directory, async (store) => {
      const images = await store.presentTogether()
      return { ...countTogether(images, classes, shown), images: images.length }
    }),

  calibration: ({ directory }) =>
    reading(directory, async (store) => {
      const tallies = await store.promises()
      const names = [...new Set(tallies.map(({ source }) => source))]
      const sources = names.map((source) => ({
        source,
        ...reliabilityOf(tallies.filter((tally) => tally.source === source)),
      }))
      return { sources, unpromised: await store.unpromised() }
    }),

  learning: ({ directory, ends }) =>
    reading(directory, async (store) => {
      const gestures = await store.gestures()
      return { rounds: roundsOf(gestures, ends), course: courseOf(gestures) }
    }),

  consistency: ({ directory }) =>
    reading(directory, async (store) => consistencyOf(await store.repeats())),

  checked: ({ directory }) => reading(directory, (store) => store.checked()),

  behind: ({ directory, mark, ends }) => reading(directory, (store) => imagesOf(store, mark, ends)),

  alike: async ({ features, dim, rows, limit }, { signal, emit }) => {
    const hashing = signatureSteps(features, dim, rows, new RandomState(ALIKE_SEED))
    const signatures = await runSteps(
      told(hashing, (share) => {
        emit(SIGNATURE_SHARE * share)
      }),
      signal,
    )
    const comparing = alikePairSteps({ features, dim, rows, signatures }, limit)
    const pairs = await runSteps(
      told(comparing, (share) => {
        emit(SIGNATURE_SHARE + (1 - SIGNATURE_SHARE) * share)
      }),
      signal,
    )
    return alikeGroups(pairs)
  },
})

/** The same steps, with the share done told at each. */
function* told<T>(steps: Generator<number, T>, tell: (share: number) => void): Generator<void, T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    tell(step.value)
    yield
  }
}

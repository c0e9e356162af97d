import type { AnalysisKind, Figure, PictureFormat } from '@contract/analyses'
import type { ClassId, RunId } from '@contract/ids'
import type { RunInfo } from '@contract/training'
import { useThrottleFn } from '@vueuse/core'
import { type Ref, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown, toShownAlways } from '@/api/failures'
import { useProjectChanges } from '@/composables/use-project-changes'
import { useProjectStore } from '@/stores/project-store'
import { fromBase64, saveFile } from './save-file'

/** What the comparison shows; `recipes` asks the core for nothing. */
export type View = AnalysisKind | 'recipes'

export interface Comparison {
  readonly view: Ref<View>
  /** Distributions are of this class, or of all together. */
  readonly chosenClass: Ref<ClassId | null>
  /** Null until the first answer, and while another analysis is awaited. */
  readonly figure: Readonly<Ref<Figure | null>>
  readonly failure: Ref<ShownFailure | null>
  readonly saving: Readonly<Ref<boolean>>
  readonly savePicture: (format: PictureFormat) => Promise<void>
  readonly saveFigures: () => void
}

/** The comparison of some runs: follows which runs, what is looked at, and epochs as they come. */
export function useComparison(runs: () => readonly RunInfo[]): Comparison {
  const project = useProjectStore()
  const view = ref<View>('epochs')
  const chosenClass = ref<ClassId | null>(null)
  const figure = shallowRef<Figure | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const saving = ref(false)
  let reading = new AbortController()

  const question = () => {
    const id = project.info?.id
    if (id === undefined || view.value === 'recipes') return null
    const what = view.value
    return { project: id, runs: runs().map((run) => run.id), what, class: chosenClass.value }
  }

  async function read(): Promise<void> {
    reading.abort()
    reading = new AbortController()
    const { signal } = reading
    const asked = question()
    if (asked === null) return
    try {
      const answer = await core.analyses.figure(asked, { signal })
      if (signal.aborted) return
      figure.value = answer
      failure.value = null
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    }
  }

  async function savePicture(format: PictureFormat): Promise<void> {
    const asked = question()
    if (asked === null || saving.value) return
    saving.value = true
    try {
      const { type, base64 } = await core.analyses.picture({ ...asked, format })
      saveFile(fileName(asked, format), type, fromBase64(base64))
    } catch (error) {
      failure.value = toShownAlways(error)
    } finally {
      saving.value = false
    }
  }

  function saveFigures(): void {
    const asked = question()
    if (asked === null || figure.value === null) return
    const text = `${JSON.stringify(figure.value, null, 2)}\n`
    saveFile(fileName(asked, 'json'), 'application/json', text)
  }

  watch([view, chosenClass], () => {
    figure.value = null
  })
  const ends = () => runs().map(({ id, state }) => `${id} ${state}`)
  watch([view, chosenClass, () => ends().join()], () => void read(), { immediate: true })
  // Curves grow with every epoch; scores and heads come only when a run has ended.
  const readCurves = useThrottleFn(
    () => {
      if (view.value === 'epochs' || view.value === 'gap') void read()
    },
    500,
    true,
  )
  useProjectChanges(['runs'], () => void readCurves())
  onScopeDispose(() => {
    reading.abort()
  })
  return { view, chosenClass, figure, failure, saving, savePicture, saveFigures }
}

/** `run-1-run-4-epochs.png` */
function fileName({ runs, what }: { runs: readonly RunId[]; what: AnalysisKind }, type: string) {
  return `${runs.join('-')}-${what}.${type}`
}

import type { ExportFormat, ExportPreview } from '@contract/exports'
import type { JobId, RunId } from '@contract/ids'
import type { JobSnapshot } from '@contract/jobs'
import type { RunInfo } from '@contract/training'
import { computed, type ComputedRef, type Ref, ref, shallowRef, watch } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown, toShownAlways } from '@/api/failures'
import { useProjectChanges } from '@/composables/use-project-changes'
import { useJobsStore } from '@/stores/jobs-store'
import { useProjectStore } from '@/stores/project-store'

export interface Exporting {
  readonly formats: Readonly<Ref<readonly ExportFormat[] | null>>
  readonly chosen: Ref<string>
  readonly format: ComputedRef<ExportFormat | null>
  readonly preview: Readonly<Ref<ExportPreview | null>>
  /** Finished runs, the newest first. */
  readonly runs: Readonly<Ref<readonly RunInfo[]>>
  readonly run: Ref<RunId | null>
  /** Whether segments that nobody has looked at are written too. */
  readonly proposed: Ref<boolean>
  readonly folder: Ref<string>
  readonly job: ComputedRef<JobSnapshot | null>
  readonly failure: Ref<ShownFailure | null>
  readonly start: () => Promise<void>
}

/** Everything the Export screen reads and does; counts follow the format and the labels. */
export function useExporting(): Exporting {
  const project = useProjectStore()
  const jobs = useJobsStore()
  const formats = shallowRef<readonly ExportFormat[] | null>(null)
  const chosen = ref('')
  const runs = shallowRef<readonly RunInfo[]>([])
  const run = ref<RunId | null>(null)
  const folder = ref('')
  const proposed = ref(false)
  const mine = shallowRef<JobId | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const preview = useExportPreview(chosen, proposed, failure)
  const format = computed(() => formats.value?.find((item) => item.id === chosen.value) ?? null)
  const job = computed(() => (mine.value === null ? null : (jobs.byId.get(mine.value) ?? null)))

  async function read(): Promise<void> {
    const info = project.info
    if (info === null) return
    if (folder.value === '') folder.value = `${info.directory}/exports`
    try {
      const [allFormats, allRuns] = await Promise.all([
        core.exports.formats({ project: info.id }),
        core.training.runs({ project: info.id }),
      ])
      formats.value = allFormats
      runs.value = allRuns
        .filter((item) => item.state === 'done' || item.state === 'cancelled')
        .toSorted((a, b) => b.number - a.number)
      run.value ??= runs.value[0]?.id ?? null
      chosen.value ||= allFormats.find((item) => item.obstacle === null)?.id ?? ''
    } catch (error) {
      failure.value = toShownAlways(error)
    }
  }

  async function start(): Promise<void> {
    const id = project.info?.id
    const wanted = format.value
    if (id === undefined || wanted?.obstacle !== null) return
    failure.value = null
    try {
      const started = await core.exports.start({
        project: id,
        format: wanted.id,
        directory: folder.value,
        run: wanted.kind === 'classifier' ? run.value : null,
        proposed: proposed.value,
      })
      mine.value = started.job
    } catch (error) {
      failure.value = toShownAlways(error)
    }
  }

  watch(chosen, () => {
    mine.value = null
  })
  useProjectChanges(['labels', 'classes', 'images', 'runs'], () => void read())
  void read()
  return { formats, chosen, format, preview, runs, run, proposed, folder, job, failure, start }
}

/** What the chosen format would hold of this project as it is now. */
function useExportPreview(
  chosen: Readonly<Ref<string>>,
  proposed: Readonly<Ref<boolean>>,
  failure: Ref<ShownFailure | null>,
): Readonly<Ref<ExportPreview | null>> {
  const project = useProjectStore()
  const preview = shallowRef<ExportPreview | null>(null)
  let reading = new AbortController()

  async function read(): Promise<void> {
    const id = project.info?.id
    reading.abort()
    reading = new AbortController()
    const { signal } = reading
    if (id === undefined || chosen.value === '') return
    try {
      const question = { project: id, format: chosen.value, proposed: proposed.value }
      preview.value = await core.exports.preview(question, { signal })
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    }
  }

  watch(chosen, () => {
    preview.value = null
    void read()
  })
  watch(proposed, () => void read())
  useProjectChanges(['labels', 'classes', 'images', 'segments'], () => void read())
  return preview
}

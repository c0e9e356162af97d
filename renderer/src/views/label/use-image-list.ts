import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { ImageId } from '@contract/ids'
import type { ImageItem } from '@contract/images'
import { core } from '@/api/client'
import { toShownAlways } from '@/api/failures'
import { usePagedList } from '@/composables/use-paged-list'
import { useProjectChanges } from '@/composables/use-project-changes'
import type { LabelScope } from './use-label-session'
import type { At } from './use-plans'

/** This far ahead images are known, so that the next one to label is found without asking. */
const LOOK_AHEAD = 120

/** The images of the project in one order, all of them or some; one is current. */
export function useImageList(scope: LabelScope) {
  const { project, order, status, filter } = scope
  const where = () => ({
    ...{ project: project(), order: order(), status: status() },
    filter: filter() ?? undefined,
  })
  const list = usePagedList<ImageItem>((offset, limit, signal) =>
    core.images.page({ ...where(), offset, limit }, { signal }),
  )
  const index = ref(0)
  const sight = usePictureInSight(list, index, where)
  const { current, held, reload } = sight

  async function go(to: number): Promise<void> {
    const last = (list.total.value ?? 1) - 1
    index.value = Math.max(0, Math.min(last, to))
    if (held.value !== null) held.value = list.at(index.value) ?? null
    await list.ensure(index.value - 20, index.value + LOOK_AHEAD)
  }

  async function goToImage(image: ImageId): Promise<boolean> {
    const found = await core.images.indexOf({ ...where(), image })
    if (found.index === null) return false
    await list.ensure(found.index, found.index)
    await go(found.index)
    return true
  }

  /** Goes to the next image without a label from here on, else to the first one left; false when none is. */
  async function goToTodo(settled: () => Promise<void>, from = index.value + 1): Promise<boolean> {
    // Among chosen pictures the next one is next, whatever it is labelled as.
    const nearby = filter() !== null ? from : nextTodo(list.at, from, list.total.value ?? 0)
    if (nearby !== null) {
      void go(nearby)
      return true
    }
    await settled()
    const page = await core.images.page({ ...where(), status: 'todo', offset: 0, limit: 1 })
    const left = page.items[0]
    return left === undefined ? false : goToImage(left.id)
  }

  /** Everything at these positions, fetched where it is not here. */
  async function collect(indices: readonly number[]): Promise<At[]> {
    return (await list.collect(indices)).map(([at, item]) => ({ at, item }))
  }

  /** Puts an image as it is now where it was seen, unless another has taken its place. */
  function put(at: number, next: ImageItem): void {
    if (held.value?.id === next.id) held.value = next
    list.change(at, (item) => (item.id === next.id ? next : item))
  }

  /** Back to an image that was seen at a position; asks nobody while it is still there. */
  async function goBackTo({ at, item }: At): Promise<void> {
    if (list.at(at)?.id === item.id) await go(at)
    else await goToImage(item.id)
  }

  /** For what nobody waits for: its failure is shown where the list is. */
  function report(error: unknown): void {
    list.failure.value = toShownAlways(error)
  }

  const neighbours = (count: number) => imagesAround(list.at, index.value, count)

  watch(
    [project, order, status, () => JSON.stringify(filter())],
    () => {
      sight.forget()
      list.reset()
    },
    { flush: 'sync' },
  )
  useProjectChanges(['images', 'features'], () => void reload())

  const moves = { go, goToImage, goToTodo, goBackTo }
  return { ...list, ...moves, index, current, neighbours, collect, put, reload, report }
}

type Where = Pick<
  Parameters<typeof core.images.indexOf>[0],
  'project' | 'order' | 'status' | 'filter'
>

/** Positions shift when images are found or the order learns; the picture in sight stays. */
function usePictureInSight(
  list: ReturnType<typeof usePagedList<ImageItem>>,
  index: Ref<number>,
  where: () => Where,
) {
  /** What the person looks at while the list around it is read again: a key means this image. */
  const held = shallowRef<ImageItem | null>(null)
  const current = computed<ImageItem | null>(() => held.value ?? list.at(index.value) ?? null)
  let turn = 0

  async function reload(): Promise<void> {
    const mine = ++turn
    held.value ??= current.value
    await list.reload(index.value)
    await followHeld(mine).catch((error: unknown) => {
      list.failure.value = toShownAlways(error)
    })
    if (mine === turn) held.value = null
  }

  /** Moves on to where the held image stands now, which may have become another one meanwhile. */
  async function followHeld(mine: number): Promise<void> {
    const image = held.value?.id
    if (mine !== turn || image === undefined || list.at(index.value)?.id === image) return
    const found = await core.images.indexOf({ ...where(), image })
    if (found.index !== null) await list.ensure(found.index - 20, found.index + LOOK_AHEAD)
    if (mine !== turn) return
    if (held.value?.id !== image) await followHeld(mine)
    else if (found.index !== null) index.value = found.index
  }

  function forget(): void {
    turn += 1
    held.value = null
  }

  return { current, held, reload, forget }
}

type ItemAt = (index: number) => ImageItem | undefined

function nextTodo(at: ItemAt, from: number, total: number): number | null {
  for (let index = from; index < total; index += 1) {
    const item = at(index)
    if (item === undefined) return null
    if (item.status === 'todo') return index
  }
  return null
}

/** The images that are likely to be shown next, likeliest first. */
function imagesAround(at: ItemAt, index: number, count: number): ImageItem[] {
  const found: ImageItem[] = []
  for (let next = index + 1; found.length < count; next += 1) {
    const item = at(next)
    if (item === undefined) break
    if (item.status === 'todo' || found.length === 0) found.push(item)
  }
  const before = at(index - 1)
  return before === undefined ? found : [...found, before]
}

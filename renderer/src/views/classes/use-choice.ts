import type { ClassEntry } from '@contract/classes'
import type { ClassId } from '@contract/ids'
import { computed, type Ref, shallowRef, watch } from 'vue'
import { choose, type Modifiers, nothingChosen, range } from '@/components/grid/selection'

/** Which classes of the list are chosen, and the one that the arrows are on. */
export function useChoice(shown: Readonly<Ref<readonly ClassEntry[]>>) {
  const active = shallowRef<ClassId | null>(null)
  const chosen = shallowRef<ReadonlySet<ClassId>>(new Set())
  const anchor = shallowRef<ClassId | null>(null)
  const placeOf = (id: ClassId | null) => shown.value.findIndex((one) => one.id === id)

  function pick(id: ClassId, keys: Modifiers): void {
    const from = placeOf(anchor.value)
    const before = { chosen: placesOf(chosen.value), anchor: from < 0 ? null : from }
    const after = choose(before, placeOf(id), keys)
    chosen.value = idsOf(after.chosen)
    if (!keys.shift) anchor.value = id
    active.value = id
  }

  function move(step: number, keys: Modifiers): void {
    if (shown.value.length === 0) return
    const at = placeOf(active.value)
    const next = at < 0 ? 0 : Math.max(0, Math.min(shown.value.length - 1, at + step))
    const entry = shown.value[next]
    if (entry !== undefined) pick(entry.id, keys)
  }

  function placesOf(ids: ReadonlySet<ClassId>): Set<number> {
    return new Set([...ids].map(placeOf).filter((place) => place >= 0))
  }

  function idsOf(places: Iterable<number>): Set<ClassId> {
    return new Set([...places].flatMap((place) => shown.value[place]?.id ?? []))
  }

  // What was filtered away or taken back is not chosen behind the person's back.
  watch(shown, (now, before) => {
    chosen.value = idsOf(placesOf(chosen.value))
    if (active.value === null || placeOf(active.value) >= 0) return
    const place = before.findIndex((one) => one.id === active.value)
    const next = [...chosen.value][0] ?? now[Math.min(place, now.length - 1)]?.id ?? null
    if (chosen.value.size === 0 && next !== null) chosen.value = new Set([next])
    active.value = anchor.value = next
  })

  return {
    ...{ active, chosen, pick, move },
    entries: computed(() => shown.value.filter(({ id }) => chosen.value.has(id))),
    toggle: (id: ClassId) => {
      pick(id, { shift: false, ctrl: true })
    },
    all: () => {
      const live = shown.value.filter(({ status }) => status === 'live')
      chosen.value = new Set(live.map(({ id }) => id))
    },
    clear: () => {
      chosen.value = idsOf(nothingChosen.chosen)
      anchor.value = null
    },
    only: (id: ClassId | null) => {
      chosen.value = id === null ? new Set() : idsOf(range(placeOf(id), placeOf(id)))
      active.value = anchor.value = id
    },
  }
}

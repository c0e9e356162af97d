import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ClassId, ImageId, ProjectId } from '@contract/ids'
import type { SweepPage } from '@contract/review'
import { imagesOf, openSheet, settle } from './sweep-sheet'
import type { Answer, SweepSheet } from './sweep-sheet'

/** Committed pages that an undo can bring back as they were. */
const KEPT_PAGES = 20

/** A page as it was left. */
interface Left {
  readonly sheet: SweepSheet
  readonly active: number
}

/** The page in work: it outlives a look into the picture view and comes back as it was left. */
export const useSweepStore = defineStore('sweep', () => {
  const project = ref<ProjectId | null>(null)
  const sheet = shallowRef<SweepSheet | null>(null)
  /** Position of the tile that the keys act on. */
  const active = ref(0)
  /** Pages of the same class before this one, looked at and not stored. */
  const passed = shallowRef<readonly Left[]>([])
  let committed: Left[] = []

  function show(of: ProjectId, page: SweepPage): void {
    if (project.value !== of) committed = []
    if (project.value !== of || sheet.value?.page.class !== page.class) passed.value = []
    project.value = of
    sheet.value = openSheet(page)
    active.value = 0
  }

  /** Remembers the page in work as stored and shows the next one. */
  function turn(next: SweepPage): void {
    if (sheet.value === null || project.value === null) return
    committed = [...committed, { sheet: sheet.value, active: active.value }].slice(-KEPT_PAGES)
    show(project.value, next)
  }

  /** Leaves the page in work with its marks, to come back to it, and shows one further down. */
  function pass(next: SweepPage): void {
    if (sheet.value === null || project.value === null) return
    passed.value = [...passed.value, { sheet: sheet.value, active: active.value }]
    show(project.value, next)
  }

  /** Comes back to the page before; false when this is the first. */
  function comeBack(): boolean {
    const last = passed.value.at(-1)
    if (last === undefined) return false
    passed.value = passed.value.slice(0, -1)
    sheet.value = last.sheet
    active.value = last.active
    return true
  }

  /** Images of the pages before this one. */
  function skipped(): number {
    return passed.value.reduce((sum, { sheet: left }) => sum + imagesOf(left.page).length, 0)
  }

  /** Brings back the page whose batch was undone; false when it is not one of these. */
  function bringBack(images: readonly ImageId[]): boolean {
    const last = committed.at(-1)
    const undone = new Set(images)
    if (last === undefined || !imagesOf(last.sheet.page).some((one) => undone.has(one)))
      return false
    committed = committed.slice(0, -1)
    sheet.value = last.sheet
    active.value = last.active
    return true
  }

  /** Takes over what the picture view decided about a tile of the page in work. */
  function settleTile(label: ClassId, image: ImageId, answer: Answer | null): void {
    if (sheet.value?.page.class === label) sheet.value = settle(sheet.value, image, answer)
  }

  /** A page without marks is read afresh after a visit to anything but Review. */
  function leaveFor(place: unknown): void {
    if (place !== 'image' && place !== 'sweep' && sheet.value?.trail.length === 0) {
      sheet.value = null
    }
  }

  return {
    ...{ project, sheet, active, passed },
    ...{ show, turn, pass, comeBack, skipped, bringBack, settleTile, leaveFor },
  }
})

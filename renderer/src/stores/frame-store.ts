import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import type { HelpPageId } from '@/help/help-pages'

/** What of the frame is open at the moment. */
export const useFrameStore = defineStore('frame', () => {
  const palette = ref(false)
  const keys = ref(false)
  const jobs = ref(false)
  const help = ref(false)
  /** A page that was asked for by name; null again once it is shown. */
  const helpPage = ref<HelpPageId | null>(null)
  // One drawer at a time: two would leave no room for the pictures.
  watch(jobs, (open) => {
    if (open) help.value = false
  })
  watch(help, (open) => {
    if (open) jobs.value = false
  })
  return { palette, keys, jobs, help, helpPage }
})

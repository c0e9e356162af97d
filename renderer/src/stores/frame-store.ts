import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What of the frame is open at the moment. */
export const useFrameStore = defineStore('frame', () => {
  const palette = ref(false)
  const keys = ref(false)
  const jobs = ref(false)
  return { palette, keys, jobs }
})

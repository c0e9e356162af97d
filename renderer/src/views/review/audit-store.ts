import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ProjectId } from '@contract/ids'
import type { AuditSheet } from './audit-sheet'

/** The sample in work: it outlives a look at another screen. */
export const useAuditStore = defineStore('audit', () => {
  const project = ref<ProjectId | null>(null)
  const sheet = shallowRef<AuditSheet | null>(null)
  const active = ref(0)
  return { project, sheet, active }
})

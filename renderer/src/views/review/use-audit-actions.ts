import type { Action } from '@/actions/action'
import { useActions } from '@/actions/use-actions'
import { moveIndex } from '@/components/grid/grid-geometry'
import { useProjectStore } from '@/stores/project-store'
import { useAuditStore } from './audit-store'
import type { Answer } from './sweep-sheet'
import type { useAudit } from './use-audit'

interface AuditCommands {
  readonly audit: ReturnType<typeof useAudit>
  readonly columns: () => number
  readonly begin: () => void
  readonly back: () => void
}

/** Everything that the audit does by a key. */
export function useAuditActions(commands: AuditCommands): void {
  useActions('audit', [...answerActions(commands), ...pageActions(commands)])
}

function answerActions({ audit, columns }: AuditCommands): Action[] {
  const store = useAuditStore()
  const total = () => audit.sheet.value?.page.tiles.length ?? 0
  const answer = (id: string, titleKey: Action['titleKey'], key: string, as: Answer): Action => ({
    ...{ id, titleKey, keys: [key], onlyByKey: true, enabled: () => total() > 0 },
    run: () => {
      const image = audit.sheet.value?.page.tiles[store.active]?.image
      if (image !== undefined) audit.answer([image], as, true)
    },
  })
  const move = (event?: KeyboardEvent): void => {
    if (event === undefined) return
    const rows = Math.ceil(total() / columns())
    store.active = moveIndex(event.key, store.active, total(), columns(), rows)
  }
  const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
  const moving = { titleKey: 'work.move', repeats: true, onlyByKey: true } as const
  return [
    { ...moving, id: 'audit-move', keys: arrows, run: move },
    { ...moving, id: 'audit-far', keys: ['Home', 'End'], unlisted: true, run: move },
    answer('audit-present', 'audit.present', 'a', 'present'),
    answer('audit-absent', 'audit.absent', 'x', 'absent'),
    answer('audit-undecided', 'audit.undecided', 'Space', 'undecided'),
  ]
}

function pageActions({ audit, begin, back }: AuditCommands): Action[] {
  const project = useProjectStore()
  const judging = () => (audit.sheet.value?.page.tiles.length ?? 0) > 0
  return [
    {
      id: 'audit-rest-absent',
      titleKey: 'audit.restAbsent',
      keys: ['Shift+X'],
      enabled: () => audit.open.value.length > 0 && audit.waiting.value === 0,
      run: () => {
        audit.answer(audit.open.value, 'absent', false)
      },
    },
    {
      id: 'commit-audit',
      titleKey: 'audit.commit',
      keys: ['$mod+Enter'],
      enabled: () => judging() && audit.open.value.length === 0,
      run: async () => {
        await audit.commit()
      },
    },
    {
      id: 'draw-audit',
      titleKey: 'audit.begin',
      keys: ['$mod+Enter'],
      enabled: () => !judging() && audit.sheet.value !== null,
      run: begin,
    },
    {
      id: 'audit-undo',
      titleKey: 'action.undo',
      keys: ['Backspace', '$mod+z'],
      onlyByKey: true,
      enabled: () => (audit.sheet.value?.trail.length ?? 0) > 0 || project.summary?.undo != null,
      run: () => audit.undo(),
    },
    { id: 'audit-back', titleKey: 'audit.back', keys: ['Escape'], run: back },
  ]
}

import { watch } from 'vue'
import { t } from '@/i18n/text'
import { useAppStore } from '@/stores/app-store'
import { useNoticesStore } from '@/stores/notices-store'

/** Says what became of a settings file that could not be used, until it is read. */
export function useSettingsProblem(): void {
  const app = useAppStore()
  const notices = useNoticesStore()
  watch(
    () => app.info?.settingsProblem ?? null,
    (problem) => {
      if (problem === null) return
      notices.fail({
        code: 'BAD_REQUEST',
        message: problem.kind === 'newer' ? t('settings.newer') : t('settings.damaged'),
        advice: t('settings.kept'),
        path: problem.kept,
      })
    },
  )
}

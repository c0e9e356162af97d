import type { Translation } from '../text'

/** Die Worte um die Hilfe; ihre Seiten gibt es auf Englisch. */
export const help = {
  help: {
    title: 'Hilfe',
    open: 'Hilfe zu dieser Ansicht',
    pages: 'Seiten',
    failed: 'Diese Seite lässt sich nicht zeigen.',
    page: {
      firstSteps: 'Erste Schritte',
      label: 'Zuordnen',
      classes: 'Klassen',
      sweep: 'Prüfen, Durchgang',
      image: 'Prüfen, Bild',
      segment: 'Segmentieren',
      train: 'Trainieren',
      insights: 'Einblicke',
      export: 'Export',
      settings: 'Einstellungen',
      safety: 'Wo alles liegt',
      trouble: 'Wenn etwas schiefgeht',
    },
  },
} as const satisfies Translation

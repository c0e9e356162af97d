import type { Translation } from '../text'

/** Les mots autour de l’aide ; ses pages sont en anglais. */
export const help = {
  help: {
    title: 'Aide',
    open: 'Aide pour cette vue',
    pages: 'Pages',
    failed: 'Cette page ne peut pas être affichée.',
    page: {
      firstSteps: 'Premiers pas',
      label: 'Étiqueter',
      classes: 'Classes',
      sweep: 'Vérifier, passage',
      image: 'Vérifier, image',
      segment: 'Segmenter',
      train: 'Entraîner',
      insights: 'Aperçus',
      export: 'Exporter',
      settings: 'Réglages',
      safety: 'Où tout est gardé',
      trouble: 'En cas de problème',
    },
  },
} as const satisfies Translation

/** The words around the help; its pages stand in `docs/guide`. */
export const help = {
  help: {
    title: 'Help',
    open: 'Help for this view',
    pages: 'Pages',
    failed: 'This page cannot be shown.',
    page: {
      firstSteps: 'First steps',
      label: 'Label',
      classes: 'Classes',
      sweep: 'Review, sweep',
      image: 'Review, image',
      segment: 'Segment',
      train: 'Train',
      insights: 'Insights',
      export: 'Export',
      settings: 'Settings',
      safety: 'Where things are kept',
      trouble: 'When something goes wrong',
    },
  },
} as const

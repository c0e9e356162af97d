import type { Translation } from '../text'

/** Las palabras en torno a la ayuda; sus páginas están en inglés. */
export const help = {
  help: {
    title: 'Ayuda',
    open: 'Ayuda para esta vista',
    pages: 'Páginas',
    failed: 'Esta página no se puede mostrar.',
    page: {
      firstSteps: 'Primeros pasos',
      label: 'Etiquetar',
      classes: 'Clases',
      sweep: 'Revisar, recorrido',
      image: 'Revisar, imagen',
      segment: 'Segmentar',
      train: 'Entrenar',
      insights: 'Análisis',
      export: 'Exportar',
      settings: 'Ajustes',
      safety: 'Dónde se guarda todo',
      trouble: 'Cuando algo va mal',
    },
  },
} as const satisfies Translation

import type { Translation } from '../text'

/** Exportar. */
export const exporting = {
  export: {
    title: 'Exportar',
    intro: 'Lo que cada formato guarda y pierde en este proyecto.',
    dataset: 'Conjunto de datos',
    classifier: 'Clasificador',
    keeps: 'Guarda',
    loses: 'Pierde',
    nothingLost: 'Nada',
    contents: 'Lo que se escribirá',
    counts: '{images} imágenes · {present} presentes · {absent} ausentes · {undecided} sin decidir',
    unknownKept:
      'Las etiquetas que nadie dio siguen siendo desconocidas; nunca se escriben como ausentes.',
    unknownLost: 'En este formato, una etiqueta que nadie dio no se distingue de una ausente.',
    segmentCount: '{segments} segmentos',
    segments: 'Segmentos',
    keptOnly: 'Solo guardados',
    proposedToo: 'También propuestos',
    lostHere: 'Se pierde en este formato',
    run: 'Ejecución',
    folder: 'Carpeta',
    folderHint: 'Los archivos van a esta carpeta; nada allí se sobrescribe sin avisar.',
    start: 'Exportar',
    running: 'Exportando…',
    doneAt: 'Escrito en',
    showFolder: 'Mostrar en la carpeta',
    format: 'Formato',
  },
} as const satisfies Translation

import type { Translation } from '../text'

/** Export. */
export const exporting = {
  export: {
    title: 'Export',
    intro: 'Was jedes Format von diesem Projekt behält und verliert.',
    dataset: 'Datensatz',
    classifier: 'Klassifikator',
    keeps: 'Behält',
    loses: 'Verliert',
    nothingLost: 'Nichts',
    contents: 'Was geschrieben wird',
    counts: '{images} Bilder · {present} vorhanden · {absent} nicht vorhanden · {undecided} unklar',
    unknownKept:
      'Labels, die niemand gegeben hat, bleiben unbekannt; sie werden nie als nicht vorhanden geschrieben.',
    unknownLost:
      'Labels, die niemand gegeben hat, sind in diesem Format nicht von fehlenden zu unterscheiden.',
    segmentCount: '{segments} Segmente',
    segments: 'Segmente',
    keptOnly: 'Nur behaltene',
    proposedToo: 'Auch vorgeschlagene',
    lostHere: 'In diesem Format verloren',
    run: 'Lauf',
    folder: 'Ordner',
    folderHint: 'Die Dateien kommen in diesen Ordner; nichts darin wird ungefragt überschrieben.',
    start: 'Exportieren',
    running: 'Wird exportiert…',
    doneAt: 'Geschrieben nach',
    showFolder: 'Im Ordner zeigen',
    format: 'Format',
  },
} as const satisfies Translation

import type { Translation } from '../text'

/** Exporter. */
export const exporting = {
  export: {
    title: 'Exporter',
    intro: 'Ce que chaque format garde et perd pour ce projet.',
    dataset: 'Jeu de données',
    classifier: 'Classifieur',
    keeps: 'Garde',
    loses: 'Perd',
    nothingLost: 'Rien',
    contents: 'Ce qui sera écrit',
    counts: '{images} images · {present} présents · {absent} absents · {undecided} indécis',
    unknownKept:
      'Les étiquettes que personne n’a données restent inconnues ; elles ne sont jamais écrites comme absentes.',
    unknownLost:
      'Dans ce format, une étiquette que personne n’a donnée ne se distingue pas d’une absente.',
    segmentCount: '{segments} segments',
    segments: 'Segments',
    keptOnly: 'Gardés seulement',
    proposedToo: 'Proposés aussi',
    lostHere: 'Perdu dans ce format',
    run: 'Essai',
    folder: 'Dossier',
    folderHint: 'Les fichiers vont dans ce dossier ; rien n’y est remplacé sans le dire.',
    start: 'Exporter',
    running: 'Export en cours…',
    doneAt: 'Écrit dans',
    showFolder: 'Montrer dans le dossier',
    format: 'Format',
  },
} as const satisfies Translation

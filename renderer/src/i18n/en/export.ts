/** The words of Export. Plurals: `one | many`. */
export const exporting = {
  export: {
    title: 'Export',
    intro: 'What each format keeps and loses for this project.',
    dataset: 'Dataset',
    classifier: 'Classifier',
    keeps: 'Keeps',
    loses: 'Loses',
    nothingLost: 'Nothing',
    contents: 'What will be written',
    counts: '{images} images · {present} present · {absent} absent · {undecided} undecided',
    unknownKept: 'Labels that nobody gave stay unknown; they are never written as absent.',
    lostHere: 'Lost in this format',
    run: 'Run',
    folder: 'Folder',
    folderHint: 'Files go into this folder; nothing there is overwritten without a word.',
    start: 'Export',
    running: 'Exporting…',
    doneAt: 'Written to',
    showFolder: 'Show in folder',
    format: 'Format',
  },
} as const

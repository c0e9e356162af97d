import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportFormat } from '../contract/exports'
import { Failure } from '../contract/failures'
import type { Taxonomy } from '../contract/classes'
import type { RunInfo } from '../contract/training'
import { recordExportFiles, reserveExportFiles } from '../dataset/export/write-export'
import { cellWeights } from '../features/cells'
import { backboneFile } from '../inference/backbones'
import { joinClassifier, takesOneSide } from '../spml/export/classifier-onnx'
import { writeFileAtomic } from '../store/files'
import { modelCard } from './model-card'
import type { Project } from './project'
import { readRunHead, readRunScores, runDirectory, type RunScores } from './run-files'
import { finishedKey } from './training-backbone'

export const classifierFormat: ExportFormat = {
  id: 'onnx',
  title: 'Classifier (ONNX)',
  purpose: 'The trained model as one file, pictures in and probabilities out, with a model card.',
  keeps: ['backbone and head in one file', 'class names', 'how pictures are prepared'],
  loses: ['The labels: export the dataset for those.'],
  kind: 'classifier',
  masks: false,
  keepsUnknown: false,
  obstacle: null,
}

/** Pictures that the written file is tried on before it is called done. */
const TRIED = 12
/** Scores are kept, and features were cached, as float16; logits differ by as much, not by more. */
const TOLERANCE = 0.05

/** Writes backbone and head as one file and runs it: it must give the scores that the app shows. */
export async function writeClassifier(
  project: Project,
  run: RunInfo,
  directory: string,
  signal: AbortSignal,
): Promise<string[]> {
  const own = runDirectory(project.store.directory, run.id)
  const scores = await readRunScores(own)
  if (!scores) throw new Failure('NOT_FOUND', `Run ${run.number} has no result.`)
  const names = ['classifier.onnx', 'classes.txt', 'MODEL_CARD.md']
  await reserveExportFiles(directory, names)
  const { recipe } = run
  const kept = keptClasses(await project.store.classes.taxonomy(), run, scores)
  const classNames = kept.map(({ name }) => name)
  const columns = kept.map(({ column }) => column)
  const key = finishedKey(project, run)
  const shape = await project.tools.inference.shape(key)
  const head = await readRunHead(own)
  const model = joinClassifier({
    backbone: await readFile(await backboneFile(key.backbone)),
    head,
    channels: shape.channels,
    cellWeights: cellWeights(shape.positions),
    ...{ classNames, columns },
    resolution: recipe.resolution,
    metadata: { method: recipe.method },
  })
  const files = names.map((name) => join(directory, name))
  const [onnx = '', list = '', card = ''] = files
  await writeFileAtomic(onnx, model)
  const difference = await largestDifference(project, { run, columns, file: onnx }, scores, signal)
  await writeFileAtomic(list, `${classNames.join('\n')}\n`)
  const { name } = await project.store.info()
  await writeFileAtomic(
    card,
    modelCard({
      ...{ name, run, classNames, difference, leftOut: scores.classes.length - kept.length },
      ...{ bytes: (await stat(onnx)).size },
      ...{ head: head.kind, oneSide: takesOneSide(head) },
    }),
  )
  await recordExportFiles(directory, names)
  return files
}

/** The columns of a run whose classes are still in use. Throws NO_CLASSES when there is none. */
function keptClasses(
  { classes }: Taxonomy,
  { number }: RunInfo,
  { classes: ids }: RunScores,
): { name: string; column: number }[] {
  const live = new Map(
    classes.filter(({ status }) => status === 'live').map(({ id, name }) => [id, name]),
  )
  const kept = ids.flatMap((id, column) => {
    const name = live.get(id)
    return name === undefined ? [] : [{ name, column }]
  })
  if (kept.length > 0) return kept
  throw new Failure('NO_CLASSES', `No class that run ${number} learnt is in use any more.`, {
    advice: 'They were retired, merged or split since. Train again with the classes of today.',
  })
}

/** Of any logit of a few pictures. Throws MODEL_INVALID when the file says something else than the app. */
async function largestDifference(
  project: Project,
  { run: { recipe }, columns, file }: { run: RunInfo; columns: readonly number[]; file: string },
  { images, classes, scores }: RunScores,
  signal: AbortSignal,
): Promise<number> {
  const rows = new Map(Array.from(images, (id, row) => [id, row]))
  const tried = (await project.store.images.all()).filter(({ id }) => rows.has(id)).slice(0, TRIED)
  const paths = tried.map(({ path }) => join(project.imageRoot, path))
  const input = { file, side: recipe.resolution, paths }
  const logits = await project.tools.inference.classify(input, signal)
  let largest = 0
  tried.forEach(({ id }, i) => {
    const start = (rows.get(id) ?? 0) * classes.length
    logits[i]?.forEach((logit, c) => {
      largest = Math.max(largest, Math.abs(logit - (scores[start + (columns[c] ?? 0)] ?? 0)))
    })
  })
  if (largest < TOLERANCE) return largest
  throw new Failure(
    'MODEL_INVALID',
    `The written model differs from the app by ${largest.toFixed(3)}.`,
    {
      advice: 'Do not use it; train again and export again, and please report this.',
      path: file,
    },
  )
}

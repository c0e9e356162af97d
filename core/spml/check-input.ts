import { Failure } from '../contract/failures'
import type { Recipe } from '../contract/training'
import type { Method, Parameters } from './method'
import type { TrainInput } from './train-input'

const CUT_FIRST =
  'Cut the pictures first: Segment > Everything, or singlet segment with --everything.'

/** What a recipe asks of a training beyond its method. */
export type Plan = {
  /** BoostLU's factor: the method's, else the recipe's. */
  boost: number
  /** Whether whole maps are read and not the means of their cells. */
  readsMaps: boolean
}

/** How method and recipe go together. @throws Failure PARAMETER_INVALID when they do not. */
export function planOf(method: Method, recipe: Recipe, parameters: Parameters): Plan {
  const { head } = recipe
  const boost = parameters['boost'] ?? recipe.boost ?? 1
  if (boost !== 1 && head !== 'map') {
    throw misfit('BoostLU bends the cells of a map.', 'Choose the map head.')
  }
  if (method.info.needs.includes('map-head') && head !== 'map') {
    throw misfit(`${method.info.title} looks at the cells of a map.`, 'Choose the map head.')
  }
  const looks = ['masked', 'cells'] as const
  const asks = looks.some((name) => method.outputs?.includes(name))
  return { boost, readsMaps: head === 'query2label' || boost !== 1 || asks }
}

/** @throws Failure with what is missing or wrong, before anything is computed. */
export function checkInput(
  input: TrainInput,
  method: Pick<Method, 'info' | 'outputs'>,
  recipe: Recipe,
  plan: Plan,
): void {
  const { images, channels, classes, labels, features, truth } = input
  if (classes < 1) {
    throw new Failure('NO_CLASSES', 'There are no classes.', { advice: 'Add a class first.' })
  }
  if (!labels.includes(1)) {
    throw new Failure('NO_SEEDS', 'No image has a label yet.', {
      advice: 'Give some images their first label.',
    })
  }
  if (labels.length !== images * classes || channels > features.length / images) {
    throw new RangeError(`${images} images of ${classes} classes do not fit their arrays.`)
  }
  if (method.info.needs.includes('truth') && truth === undefined) {
    throw misfit(
      `${method.info.title} needs the hidden truth.`,
      'Choose another method; only simulated projects know the truth.',
    )
  }
  checkFeatures(input)
  checkViews(input, method, recipe, plan)
  checkTeacher(input)
  checkSegments(input, method, recipe)
}

function checkSegments(
  { segments }: TrainInput,
  { info }: Pick<Method, 'info'>,
  { augment }: Recipe,
): void {
  if (!info.needs.includes('segments')) return
  if (segments === undefined) {
    throw misfit(`${info.title} needs the pictures cut into segments.`, CUT_FIRST)
  }
  if (augment !== 'crop') return
  throw misfit(
    'Segments do not follow parts of pictures that are drawn at random.',
    'Mirror the pictures instead.',
  )
}

function checkFeatures({ features, images, validation, views, channels }: TrainInput): void {
  const tables: [string, Float32Array | undefined, number][] = [
    ['features', features, images],
    ['features of the mirrored pictures', views?.mirrored, images],
    ...(views?.strong ?? []).map((table): [string, Float32Array, number] => [
      'features of the strong views',
      table,
      images,
    ]),
    ['features of the tiles', views?.tiles?.features, images * (views?.tiles?.perImage ?? 1)],
    ['features of the validation images', validation?.features, validation?.images ?? 0],
  ]
  const width = features.length / images
  for (const [what, table, rows] of tables) {
    if (table === undefined) continue
    if (table.length !== rows * width) {
      throw new RangeError(`The ${what} are not ${rows} rows of ${width} numbers.`)
    }
    const place = addsUp(table) ? -1 : firstBad(table, Number.isFinite)
    if (place >= 0) {
      throw featuresInvalid(`The ${what} hold no number in row ${Math.floor(place / width) + 1}.`)
    }
  }
  const { emptyMap, maps } = views ?? {}
  if (emptyMap && (!emptyMap.every(Number.isFinite) || emptyMap.length % channels !== 0)) {
    throw featuresInvalid('The features of an empty picture are damaged.')
  }
  if (maps && maps.channels !== channels) {
    throw new RangeError(`Maps of ${maps.channels} channels do not fit ${channels}.`)
  }
}

function checkViews(
  { views, pictures, backbone, validation }: TrainInput,
  method: Pick<Method, 'outputs'>,
  recipe: Recipe,
  plan: Plan,
): void {
  const outputs = method.outputs ?? []
  const { maps } = views ?? {}
  const missing = (what: string) =>
    misfit(`This training needs ${what}.`, 'Compute them first, or choose another method.')
  if (recipe.trains === 'all') {
    if (!backbone) throw missing('a backbone that can be trained')
    if (!pictures || (validation && !pictures.validation)) throw missing('the pictures themselves')
    return
  }
  if (recipe.augment === 'crop') {
    throw misfit(
      'Parts drawn at random need the pictures themselves.',
      'Train the backbone too, or mirror the pictures.',
    )
  }
  if (plan.readsMaps && maps === undefined) throw missing('the feature maps of the pictures')
  const strong = plan.readsMaps ? maps?.strong : views?.strong
  const asksStrong = outputs.includes('strong') || outputs.includes('strongEmbedding')
  if (asksStrong && !strong?.length) throw missing('strong views of the pictures')
  const mirrored = plan.readsMaps ? maps?.mirrored : views?.mirrored
  if (recipe.augment === 'flip' && !mirrored) throw missing('the mirrored pictures')
  if (outputs.includes('masked') && !views?.emptyMap) throw missing('the map of an empty picture')
}

function checkTeacher({ teacher, images, classes, views }: TrainInput): void {
  if (teacher === undefined) return
  const { scores, tiles } = teacher
  if (scores.length !== images * classes) {
    throw teacherInvalid(
      `The teacher has ${scores.length} scores; ${images} images of ${classes} classes need ${images * classes}.`,
    )
  }
  const perImage = tiles ? tiles.length / scores.length : 1
  if (!Number.isInteger(perImage) || (tiles && views?.tiles && perImage !== views.tiles.perImage)) {
    throw teacherInvalid('The teacher has scores of another number of tiles.')
  }
  for (const [what, table] of [['scores', scores] as const, ['scores of tiles', tiles] as const]) {
    if (table === undefined) continue
    const place = firstBad(table, (score) => score >= 0 && score <= 1)
    if (place < 0) continue
    const row = Math.floor((place * images) / table.length) + 1
    throw teacherInvalid(`The teacher's ${what} of image ${row} hold ${table[place]}.`)
  }
}

/** Whether all are numbers, quickly: whatever is none, times 0, is no number. */
function addsUp(table: Float32Array): boolean {
  let sum = 0
  for (let i = 0; i < table.length; i++) sum += (table[i] ?? 0) * 0
  return sum === 0
}

function firstBad(table: Float32Array, isGood: (value: number) => boolean): number {
  return table.findIndex((value) => !isGood(value))
}

function misfit(message: string, advice: string): Failure {
  return new Failure('PARAMETER_INVALID', message, { advice })
}

function featuresInvalid(message: string): Failure {
  return new Failure('FEATURES_INVALID', message, {
    advice: 'Compute the features again; if it stays, take another backbone.',
  })
}

function teacherInvalid(message: string): Failure {
  return new Failure('TEACHER_INVALID', message, {
    advice: 'Scores go from 0 to 1, one for every image and class.',
  })
}

import type { Command } from 'commander'
import { Failure } from '../../contract/failures'
import { startViews } from '../../host/features-job'
import { isView, type View } from '../../inference/views'
import { type AddCommand, parseInteger, parseNames, subcommand } from '../command'
import { follow, withHost } from '../host-session'
import type { Output } from '../output'
import { fullPath } from '../recipe-choice'

interface Options {
  views: string[]
  maps: string[]
  backbone?: string
  resolution?: number
}

export const addFeatures: AddCommand = (program: Command, output) => {
  subcommand(
    program,
    'features <directory>',
    'compute and keep what a backbone sees in the pictures',
  )
    .option(
      '--views <a,b,c>',
      'plain, mirrored, strong-1 to strong-9, tiles-2x2 to tiles-9x9',
      parseNames,
      ['plain'],
    )
    .option('--maps <a,b,c>', 'views whose whole feature maps are kept too', parseNames, [])
    .option(
      '--backbone <id or file>',
      'an id of the catalogue or an ONNX file (default: the project’s)',
    )
    .option('--resolution <pixels>', 'side that pictures are squeezed to', parseInteger)
    .action((directory: string, options: Options) => compute(directory, options, output))
}

async function compute(directory: string, options: Options, output: Output): Promise<void> {
  const [views, maps] = [options.views.map(viewOf), options.maps.map(viewOf)]
  await withHost(async (session) => {
    const { id } = await session.client.projects.open({ directory })
    const project = session.host.services.projects.get(id)
    const { backbone, side } = project.instant.key
    const key = {
      backbone: options.backbone === undefined ? backbone : fullPath(options.backbone),
      side: options.resolution ?? side,
    }
    const started = performance.now()
    const job = startViews(project, { key, views, maps, extraViewsOf: 'all' })
    const { result } = await follow(session, job, ({ step, done, total, rate, secondsLeft }) => {
      if (total === null) return
      output.progress(step, done, total)
      output.line({ kind: 'features', done, total, imagesPerSecond: rate, secondsLeft })
    })
    const seconds = (performance.now() - started) / 1000
    const images = Number(result?.['images'] ?? 0)
    const unreadable = Number(result?.['unreadable'] ?? 0)
    output.summary(
      { ...key, views, maps, images, unreadable, seconds },
      `${images} images, ${unreadable} unreadable, ${views.join(', ')}, ${seconds.toFixed(1)} s`,
    )
  })
}

function viewOf(name: string): View {
  if (isView(name)) return name
  throw new Failure('BAD_REQUEST', `There is no view ${name}.`, {
    advice: 'Views are plain, mirrored, strong-1 to strong-9 and tiles-2x2 to tiles-9x9.',
  })
}

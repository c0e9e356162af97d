import { type AddCommand, parseInteger, subcommand } from '../command'
import { follow, type HostSession, withHost } from '../host-session'

interface Options {
  run?: string
  limit?: number
}

/** More than anybody checks by hand; `--limit` asks for others. */
const USUAL_LIMIT = 5000

export const addSuggest: AddCommand = (program, output) => {
  subcommand(
    program,
    'suggest <directory>',
    'list the labels that are probably missing, best first',
  )
    .option('--run <id>', 'take the scores of this run (the better source by default)')
    .option('--limit <number>', 'at most so many', parseInteger)
    .action(async (directory: string, options: Options) => {
      await withHost(async (session) => {
        const { source, rows } = await rankedLabels(session, directory, options.run ?? 'auto')
        const shown = rows.slice(0, options.limit ?? USUAL_LIMIT)
        for (const { image, class: name, score, probability } of shown) {
          const chance =
            probability === null ? 'uncalibrated' : `${Math.round(probability * 100)} %`
          output.line(
            { kind: 'suggestion', image, class: name, score, probability },
            `${chance}\t${name}\t${image}`,
          )
        }
        output.summary(
          { run: source, suggestions: shown.length },
          `${shown.length} suggestions, ordered by ${source ?? 'nothing yet'}`,
        )
      })
    })
}

/** Suggestions, best first; looks at the pictures first where nobody has yet. */
export async function rankedPairs(session: HostSession, directory: string, run: string) {
  const { host, client } = session
  const { id } = await client.projects.open({ directory })
  const project = host.services.projects.get(id)
  await project.instant.reload()
  if (project.review.ranked(run).source === null && run === 'auto') {
    await follow(session, project.computeFeatures(), () => undefined)
  }
  return { project, ...project.review.ranked(run) }
}

/** The same by name. */
async function rankedLabels(session: HostSession, directory: string, run: string) {
  const { project, source, rows } = await rankedPairs(session, directory, run)
  const names = new Map(
    (await project.store.classes.list()).map(({ id: cls, name }) => [cls, name]),
  )
  const paths = new Map(
    (await project.store.images.all()).map(({ id: image, path }) => [image, path]),
  )
  return {
    source,
    rows: rows.map((row) => ({
      ...row,
      image: paths.get(row.image) ?? '',
      class: names.get(row.class) ?? '',
    })),
  }
}

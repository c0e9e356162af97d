import { type AddCommand, parseInteger, subcommand } from '../command'
import { withHost } from '../host-session'

interface Options {
  run?: string
  limit?: number
}

export const addSuggest: AddCommand = (program, output) => {
  subcommand(
    program,
    'suggest <directory>',
    'list the labels that are probably missing, best first',
  )
    .option('--run <id>', 'take the scores of this run (the better source by default)')
    .option('--limit <number>', 'at most so many', parseInteger)
    .action(async (directory: string, options: Options) => {
      await withHost(async ({ host, client }) => {
        const { id } = await client.projects.open({ directory })
        const { source, suggestions } = await host.services.projects
          .get(id)
          .suggestions(options.run ?? 'auto', options.limit ?? null)
        for (const { image, class: name, score, probability } of suggestions) {
          const chance =
            probability === null ? 'uncalibrated' : `${Math.round(probability * 100)} %`
          output.line(
            { kind: 'suggestion', image, class: name, score, probability },
            `${chance}\t${name}\t${image}`,
          )
        }
        output.summary(
          { run: source, suggestions: suggestions.length },
          `${suggestions.length} suggestions, ordered by ${source ?? 'nothing yet'}`,
        )
      })
    })
}

import { openProjectStore } from '../../store/project-store'
import { type AddCommand, subcommand } from '../command'

export const addClasses: AddCommand = (program, output) => {
  subcommand(program, 'classes <directory>', 'list the classes of a project with their counts')
    .option('--hidden', 'list those too that were retired, merged or split')
    .action(async (directory: string, options: { hidden?: boolean }) => {
      const store = await openProjectStore(directory, { mode: 'read', now: Date.now })
      try {
        const { images, classes } = await store.classes.taxonomy()
        const shown = classes.filter(({ status }) => options.hidden ?? status === 'live')
        for (const one of shown) {
          const { id, name, status, present, absent, undecided } = one
          const counts = `${present} present, ${absent} absent, ${undecided} undecided`
          output.line({ kind: 'class', ...one }, `${id}\t${name}\t${status}\t${counts}`)
        }
        output.summary({ classes: shown.length, images }, `${shown.length} classes.`)
      } finally {
        await store.close()
      }
    })
}

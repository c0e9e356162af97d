import { sql } from 'kysely'
import type { ClassId, ImageId } from '../contract/ids'
import type { Database } from './sqlite'

// A split leaves open which part a picture belongs to. Nothing else is remembered of it: the pictures to
// ask about are those where the whole is present and the part still unknown, so that every answer, undo
// and rebuild finds them right.

const open = sql`from class as part
  cross join label as whole on whole.class = part.parent and whole.state = 1
  cross join image on image.id = whole.image and image.listed = 1
  where part.parent is not null and part.retired = 0 and not exists (
    select 1 from label where label.image = whole.image and label.class = part.id)`

/** The pictures to ask about, by class, in folder order. */
export async function toSort(db: Database): Promise<Map<ClassId, ImageId[]>> {
  const { rows } = await sql<{ class: ClassId; image: ImageId }>`
    select part.id as class, whole.image ${open} order by image.position`.execute(db)
  const byClass = new Map<ClassId, ImageId[]>()
  for (const { class: id, image } of rows) {
    const known = byClass.get(id)
    if (known) known.push(image)
    else byClass.set(id, [image])
  }
  return byClass
}

/** How many they are, by class. */
export async function toSortCounts(db: Database): Promise<Map<ClassId, number>> {
  const { rows } = await sql<{ class: ClassId; n: number }>`
    select part.id as class, count(*) as n ${open} group by part.id`.execute(db)
  return new Map(rows.map((row) => [row.class, row.n]))
}

import { sql } from 'kysely'
import type { Database } from '../sqlite'

/** Any three letters of a picture's path find it without reading every path. */
export async function imageNames(db: Database): Promise<void> {
  await sql`create virtual table image_name using fts5(
    path, content = 'image', content_rowid = 'id', tokenize = 'trigram')`.execute(db)
  await sql`insert into image_name (image_name) values ('rebuild')`.execute(db)
  await sql`create trigger image_name_added after insert on image begin
    insert into image_name (rowid, path) values (new.id, new.path); end`.execute(db)
  await sql`create trigger image_name_changed after update of path on image begin
    insert into image_name (image_name, rowid, path) values ('delete', old.id, old.path);
    insert into image_name (rowid, path) values (new.id, new.path); end`.execute(db)
  await sql`create trigger image_name_removed after delete on image begin
    insert into image_name (image_name, rowid, path) values ('delete', old.id, old.path);
  end`.execute(db)
}

/** What a column of an imported file can fill. Not a field of its own: whatever else stands in a row is kept with it as it came. */
export const importFields = [
  'id',
  'text',
  'title',
  'author',
  'authorId',
  'url',
  'date',
  'time',
  'lang',
  'platform',
  'parent',
  'root',
  'revision',
] as const
export type ImportField = (typeof importFields)[number]

/** The largest file the console takes; a larger one is split, or imported on the host. */
export const MOST_UPLOAD_BYTES = 100 * 1024 * 1024

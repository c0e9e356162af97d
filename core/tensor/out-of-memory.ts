/** How TensorFlow, a graphics driver and JavaScript say that they found no room for an array. */
const forms =
  /out of memory|\bOOM\b|resource ?exhausted|bad_alloc|array buffer allocation failed|invalid typed array length|failed to allocate/i

/** Whether something failed because there was not enough memory: with less at once it may go well. */
export function isOutOfMemory(error: unknown): boolean {
  return forms.test(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
}

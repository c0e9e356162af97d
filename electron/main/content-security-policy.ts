/**
 * What the page may load: its own files, pictures of the core, nothing from any network. Inline
 * styles are allowed because Vue's `:style` and the virtual lists place elements by them.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' media: blob: data:",
  "connect-src 'self' media:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

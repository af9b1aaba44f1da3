/** A failure explained to whoever runs Hark. The message holds no stranger's text, so logs print it whole. */
export class OperatorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OperatorError'
  }
}

// Loaded into each service by `--import`: when the supervisor is gone, even by kill -9, the service stops as on SIGTERM.
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), 25_000).unref()
})
process.channel?.unref()

/**
 * Settings passed at every start, so that neither an edited file nor ALTER SYSTEM can weaken them.
 * `durable: false` is for tests: a crash of the machine may lose data, a crash of a process may not.
 */
export function serverSettings({ port, durable }: { port: number; durable: boolean }): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '', // socket paths are limited to 107 bytes, folders are not
    password_encryption: 'scram-sha-256',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: 'on', // with fsync off it costs nothing, and a killed process still loses no commit
    full_page_writes: durable ? 'on' : 'off',
    max_connections: 200,
    shared_buffers: '128MB',
    work_mem: '8MB',
    max_wal_size: '2GB',
    jit: 'off', // the packaged build has no compiler for it
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
    log_checkpoints: 'off',
    // An error's DETAIL and statement can hold a row, and a row can hold a post: neither may reach a log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

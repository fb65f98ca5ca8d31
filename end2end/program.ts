// One running Cubby with a data folder of its own, on a free port. With TEST_DATABASE_URL its data is in a PostgreSQL instead,
// in a database of its own.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const binary = resolve(import.meta.dirname, process.env.CUBBY_BIN ?? '../target/release/cubby')
const postgres = process.env.TEST_DATABASE_URL
const startsWithin = 10_000
const stopsWithin = 15_000

export class Program {
  log = ''

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
    private readonly database?: string,
  ) {
    child.stdout?.on('data', (words) => (this.log += words))
    child.stderr?.on('data', (words) => (this.log += words))
  }

  static async start(): Promise<Program> {
    const folder = await mkdtemp(join(tmpdir(), 'cubby-'))
    const address = `127.0.0.1:${await freePort()}`
    const database = postgres && `cubby_${randomUUID().replaceAll('-', '')}`
    if (database) asks(`create database ${database}`)
    const elsewhere = database && { DATABASE_URL: Object.assign(new URL(postgres), { pathname: database }).href }
    const child = spawn(binary, {
      cwd: folder,
      env: { PATH: process.env.PATH, CUBBY_LISTEN: address, CUBBY_DATA_DIR: join(folder, 'data'), ...elsewhere },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const program = new Program(child, folder, `http://${address}`, database)
    const failed = once(child, 'error').then(([why]) => Promise.reject(why))
    await Promise.race([program.answers(), failed])
    return program
  }

  // SIGTERM must be enough, however many connections a browser keeps open.
  async stop(): Promise<void> {
    const { child } = this
    const tooLate = setTimeout(() => child.kill('SIGKILL'), stopsWithin)
    const gone = child.exitCode === null ? once(child, 'exit') : undefined
    child.kill('SIGTERM')
    await gone
    clearTimeout(tooLate)
    await rm(this.folder, { recursive: true })
    if (this.database) asks(`drop database ${this.database} with (force)`)
    if (child.exitCode !== 0) throw new Error(`Cubby ended with ${child.exitCode ?? child.signalCode}:\n${this.log}`)
  }

  private async answers(): Promise<void> {
    const deadline = Date.now() + startsWithin
    for (;;) {
      const health = await fetch(`${this.url}/healthz`).catch(() => undefined)
      if (health?.status === 200) return
      if (this.child.exitCode !== null || Date.now() > deadline) throw new Error(`Cubby does not start:\n${this.log}`)
      await pause(20)
    }
  }
}

function asks(sql: string): void {
  execFileSync('psql', ['--quiet', '--dbname', postgres!, '--command', sql])
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

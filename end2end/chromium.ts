// The browser: the system's own Chromium, found on the PATH, and the flags it needs in a container. Without its window,
// where there is such a one, it does the same with half the work.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Contexts share what renders: starting a process for each takes longer than a test.
  '--renderer-process-limit=1',
  '--disable-site-isolation-trials',
]

export function chromium(): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
  if (!found) throw new Error('Chromium is not on the PATH. On Debian: apt-get install chromium')
  return found
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

// Every flow three times: with JavaScript, without it, and with WebAssembly blocked.
// SHOTS=folder takes pictures of every page and state instead.
import { defineConfig } from '@playwright/test'
import { chromium, flags } from './chromium.ts'
import type { Setting } from './fixtures.ts'

// What exists only where islands are live, and what is measured once because all three get the same markup.
const onlyWithJavaScript = ['specs/live/*.spec.ts']

// What is plain script and needs no WebAssembly.
const onlyWithScripts = ['specs/shortcuts.spec.ts']

// What a script says by itself.
const onlyWithoutScripts = ['specs/clock.spec.ts']

// Where requests are intercepted nothing is cached, and Chromium complains about a page transition whose style sheet is late.
const calm = { contextOptions: { reducedMotion: 'reduce' as const } }

const flows = [
  { name: 'javascript', testMatch: 'specs/**/*.spec.ts', testIgnore: onlyWithoutScripts },
  {
    name: 'no-javascript',
    testMatch: 'specs/**/*.spec.ts',
    testIgnore: [...onlyWithJavaScript, ...onlyWithScripts],
    use: { ...calm, javaScriptEnabled: false },
  },
  {
    name: 'no-webassembly',
    testMatch: 'specs/**/*.spec.ts',
    testIgnore: [...onlyWithJavaScript, ...onlyWithoutScripts],
    use: { ...calm, webAssembly: 'blocked' as const },
  },
]

const pictures = [{ name: 'screenshots', testMatch: 'screenshots.ts', use: calm }]

export default defineConfig<Setting>({
  testDir: '.',
  outputDir: 'results',
  fullyParallel: true,
  forbidOnly: true,
  // A browser on a busy machine may miss a beat; a fault shows every time.
  retries: process.env.CI ? 2 : 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    launchOptions: { executablePath: chromium(), args: flags },
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    screenshot: 'only-on-failure',
  },
  projects: process.env.SHOTS ? pictures : flows,
})

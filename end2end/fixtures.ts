// What a test is given: a program for each worker, and the app that lets people in.
import { test as base, expect } from '@playwright/test'
import { App } from './app.ts'
import { Complaints } from './complaints.ts'
import { password } from './person.ts'
import { Program } from './program.ts'

export { expect }

export type Setting = { webAssembly: 'runs' | 'blocked' }

type Given = { app: App; complaints: Complaints }

export const test = base.extend<Setting & Given, { program: Program }>({
  webAssembly: ['runs', { option: true }],

  program: [
    async ({}, use) => {
      const program = await Program.start()
      await use(program)
      await program.stop()
      expect(program.log).not.toContain('panicked')
      expect(program.log).not.toContain(password)
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ program }, use) => use(program.url),

  complaints: async ({ program }, use) => {
    const complaints = new Complaints(program.url)
    await use(complaints)
    expect(complaints.unannounced(), 'what the browser complained about').toEqual([])
  },

  app: async ({ browser, complaints, javaScriptEnabled, webAssembly }, use) => {
    const blocked = webAssembly === 'blocked'
    if (blocked) complaints.announceCut(/\.wasm$/)
    const app = new App(browser, complaints, { islands: javaScriptEnabled !== false && !blocked, blocked })
    await use(app)
    await app.close()
  },
})

// Takes a picture of every page and state, for people to look at: SHOTS=folder npx playwright test
import { join, resolve } from 'node:path'
import { test } from './fixtures.ts'
import { tour } from './tour.ts'

const folder = resolve(process.env.SHOTS ?? 'results')

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    for (const { name, arrive } of tour) {
      test(`${name}, ${colorScheme}`, async ({ app }) => {
        const { page } = await arrive(app)
        await page.waitForLoadState('load')

        for (const width of [360, 1280]) {
          await page.setViewportSize({ width, height: 800 })
          await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true })
        }
      })
    }
  })
}

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../../fixtures.ts'
import { tour } from '../../tour.ts'

const touch = 44

test.use({ contextOptions: { reducedMotion: 'reduce' } })

for (const { name, arrive } of tour) {
  test(`axe finds nothing at ${name}, light or dark, wide or narrow`, async ({ app }) => {
    const { page } = await arrive(app)
    await page.waitForLoadState('load')

    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 360]) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        expect.soft(await findings(page), `${name}, ${colorScheme}, ${width} px`).toEqual([])
      }
    }
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true })

  for (const { name, arrive } of tour) {
    test(`${name} fits a phone of 320 px, and a finger`, async ({ app }) => {
      const { page } = await arrive(app)
      await page.waitForLoadState('load')

      expect(await page.evaluate(() => document.documentElement.scrollWidth), 'the width of the page').toBe(320)
      expect(await tooSmall(page), `smaller than ${touch} px`).toEqual([])
    })
  }
})

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`))
}

// Links within a sentence are as high as their line, and may be.
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const pressed = document.querySelectorAll<HTMLElement>(':is(button, summary, select, textarea, input:not([type=hidden]), a.button, nav a):not(.unseen)')
    return [...pressed]
      .filter((element) => element.checkVisibility({ opacityProperty: false }) && !element.closest('[inert]'))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect()
        return Math.min(width, height) < least - 0.5
      })
      .map((element) => element.outerHTML.slice(0, 120))
  }, touch)
}

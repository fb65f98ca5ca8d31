import { expect, test } from '../fixtures.ts'

test('on paper there is the list, and nothing that is pressed', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk', due: '2031-01-02' }, { title: 'Water the fern' }])

  await ann.page.emulateMedia({ media: 'print' })

  await expect(ann.heading('Tasks')).toBeVisible()
  await expect(ann.row('Buy milk')).toContainText('2 Jan 2031')
  for (const part of [ann.composer, ann.filters, ann.button('Undo'), ann.link('Recently deleted'), ann.button('Delete Buy milk')]) {
    await expect(part).not.toBeVisible()
  }
})

test('whoever asks for less motion sees none', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.page.emulateMedia({ reducedMotion: 'reduce' })
  await ann.keeps([{ title: 'Buy milk' }])

  const lasting = await ann.page.evaluate(() =>
    [...document.querySelectorAll('*')].filter((element) => {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(element)
      const seconds = [animationName === 'none' ? '0s' : animationDuration, transitionDuration].join().split(',')
      return seconds.some((duration) => parseFloat(duration) > 0.001)
    }).length,
  )

  expect(lasting).toBe(0)
})

test('in forced colours what is chosen is still seen', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }])
  await ann.page.emulateMedia({ forcedColors: 'active' })

  const outline = (name: string) => ann.link(name).evaluate((tab) => getComputedStyle(tab).outlineStyle)
  expect(await outline('All')).toBe('solid')
  expect(await outline('Open')).toBe('none')

  const bin = ann.button('Delete Buy milk').locator('svg')
  expect(await bin.evaluate((bin) => getComputedStyle(bin).visibility)).toBe('visible')

  await ann.checkbox('Buy milk').focus()
  await ann.page.keyboard.press('Space')
  await expect(ann.checkbox('Buy milk')).toBeChecked()
  const mark = ann.checkbox('Buy milk').locator('svg')
  expect(await mark.evaluate((mark) => getComputedStyle(mark).color)).toBe(await ann.heading('Tasks').evaluate((text) => getComputedStyle(text).color))
})

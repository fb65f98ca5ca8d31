import { expect, test } from '../fixtures.ts'
import type { Person } from '../person.ts'

test.use({ viewport: { width: 320, height: 640 } })

const long = `https://example.com/${'x'.repeat(150)}`

async function fits(ann: Person): Promise<void> {
  const { scrollWidth, clientWidth } = await ann.page.evaluate(() => ({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth }))
  expect(scrollWidth, 'the width of the page').toBeLessThanOrEqual(clientWidth)
}

test('both versions of a task with a long word fit a phone', async ({ app }) => {
  app.expectStatus(412)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk', { description: long })
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await ann.opens('Buy milk')
  await tab.edits('Buy milk', { title: 'Buy oat milk' })
  await ann.write(ann.editor, { title: 'Buy soy milk' })
  await ann.button('Save').click()
  await expect(ann.heading('Changed elsewhere')).toBeVisible()

  await fits(ann)
})

test('a long word that nothing has fits a phone', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.goesTo(`/tasks?search=${'b'.repeat(150)}`)

  await expect(ann.heading('Nothing matches')).toBeVisible()
  await fits(ann)
})

test('what is known of a task is seen whole on a phone', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Renew passport', due: '2019-10-25', priority: 'High' }])

  const beyond = await ann.row('Renew passport').evaluate((row) => {
    const edge = row.getBoundingClientRect().right
    return [...row.querySelectorAll('.meta > *')].filter((part) => part.getBoundingClientRect().right > edge).length
  })

  expect(beyond).toBe(0)
})

import { expect, test } from '../fixtures.ts'

// Where it is another day than in Greenwich, whenever this runs.
const hours = new Date().getUTCHours() < 12 ? -12 : 14

test('somebody without scripts says what time it is where they are', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const there = new Date(Date.now() + hours * 3_600_000)
  await ann.sends('/fn/add_task', { title: 'Water the fern', due_date: there.toISOString().slice(0, 10) })
  const due = ann.row('Water the fern').locator('.due')
  await ann.goesTo('/tasks')
  await expect(due).not.toHaveText('Today')
  await ann.goesTo('/account')
  const clock = ann.page.getByLabel('Time where you are')
  const day = there.toLocaleDateString('en', { timeZone: 'UTC', weekday: 'long' })

  const option = clock.locator(`[value="${hours * 60}"]`)
  await expect(option).toContainText(day)
  await clock.selectOption({ value: String(hours * 60) })
  await ann.presses('Save clock')

  await ann.isTold('Clock saved')
  await expect(clock).toHaveValue(String(hours * 60))
  await ann.goesTo('/tasks')
  await expect(due).toHaveText('Today')
})

import { expect, test } from '../../fixtures.ts'

// Where it is another day than in Greenwich, whenever this runs.
const [zone, hours] = new Date().getUTCHours() < 12 ? (['Etc/GMT+12', -12] as const) : (['Etc/GMT-14', 14] as const)

test.use({ timezoneId: zone })

test('the first list that somebody sees goes by the day of their place', async ({ app }) => {
  const ann = await app.stranger('ann')
  await ann.hasAnAccount()
  const today = new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 10)
  await ann.sends('/fn/add_task', { title: 'Water the fern', due_date: today })

  await ann.goesTo('/tasks')

  await expect(ann.row('Water the fern').locator('.due')).toHaveText('Today')
})

// Two people, one browser: what stands on a page of the one is neither done nor shown in the name of the other.
import { randomUUID } from 'node:crypto'
import { expect, test } from '../../fixtures.ts'
import { password, type Person } from '../../person.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

// In another tab, say.
async function bobSignsUpInTheSameBrowser(ann: Person): Promise<void> {
  await ann.sends('/fn/sign_up', { name: 'Bob', email: `bob-${randomUUID()}@example.com`, password })
}

test('what is written on the page of somebody who has left waits for them', async ({ app }) => {
  app.expectStatus(401)
  const ann = await app.signedUp('ann')
  await bobSignsUpInTheSameBrowser(ann)

  await ann.write(ann.composer, { title: 'For Ann only' })
  await ann.button('Add task').click()

  await expect(ann.heading('Sign in')).toBeVisible()
  await ann.goesTo('/tasks')
  await expect(ann.page.getByRole('banner').getByText('Bob', { exact: true })).toBeVisible()
  await ann.counts('0 open tasks')
})

test('a list is not found for somebody else on it', async ({ app }) => {
  app.expectStatus(401)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await bobSignsUpInTheSameBrowser(ann)
  await ann.sends('/fn/add_task', { title: 'Something of Bob' })

  await ann.link('Open').click()

  await expect(ann.page.getByRole('banner').getByText('Bob', { exact: true })).toBeVisible()
  await ann.sees('Something of Bob')
})

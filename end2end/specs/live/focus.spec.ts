// The list stays where the person is, and says what happened.
import { expect, test } from '../../fixtures.ts'
import { Post } from '../../post.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

const tasks = [
  { title: 'Buy milk', priority: 'High' as const },
  { title: 'Call Bob' },
  { title: 'Renew passport', priority: 'High' as const },
]

test('what is heard again is said again', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  await ann.page.evaluate(() => {
    const heard: string[] = []
    const region = document.querySelector('.unseen[role=status]')!
    new MutationObserver(() => region.textContent && heard.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    })
    Object.assign(window, { heard })
  })

  for (let times = 1; times <= 2; times++) {
    await ann.deletes('Call Bob')
    await ann.button('Undo').click()
    await expect.poll(() => ann.page.evaluate('heard.length')).toBe(times)
  }

  expect(await ann.page.evaluate('heard')).toEqual(['Undone', 'Undone'])
})

test('an undo shows at once, and is taken back when the server says no', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  await ann.deletes('Call Bob')
  await ann.page.route('**/fn/undo', (route) => route.fulfill({ status: 500 }))

  await ann.button('Undo').click()

  await ann.isTold(/could not undo that/i)
  await ann.sees('Renew passport', 'Buy milk')
  await ann.counts('2 open tasks')
})

test('the focus goes to the next task when one leaves the list, and back with an undo', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)

  await ann.deletes('Call Bob')
  await expect(ann.link('Edit Buy milk')).toBeFocused()
  await ann.undoes()
  await expect(ann.link('Edit Call Bob')).toBeFocused()

  await ann.chooses('Open')
  await ann.checkbox('Buy milk').click()
  await expect(ann.row('Buy milk')).toHaveCount(0)
  await expect(ann.link('Edit Call Bob')).toBeFocused()
})

test('the list stays still under the pointer when the line to write on is left', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  const place = async () => (await ann.row('Buy milk').boundingBox())?.y
  await ann.composer.getByLabel('Title').focus()
  await expect(ann.composer.getByLabel('Description')).toBeInViewport()
  const { x, y, width } = (await ann.row('Buy milk').boundingBox())!

  // Beside its words, where a press does nothing.
  await ann.page.mouse.click(x + width - 2, y + 2)
  await expect(ann.composer.getByLabel('Title')).not.toBeFocused()
  await expect(ann.composer).toHaveAttribute('data-open', '')
  expect(await place()).toBe(y)
  await ann.page.mouse.move(1, 1)

  await expect(ann.composer.getByLabel('Description')).not.toBeInViewport()
})

test('u undoes also what is still on its way', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }, { title: 'Call Mira' }])
  const post = await Post.held(ann.page)
  await ann.page.keyboard.press('j')
  await ann.page.keyboard.press('#')
  await post.isSent()
  await ann.sees('Buy milk')

  await ann.page.keyboard.press('u')
  await post.goesThrough()

  await ann.sees('Call Mira', 'Buy milk')
})

test('where no task is left the focus is on what is said instead, and keys go on', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.page.keyboard.press('j')
  await ann.page.keyboard.press('#')
  await expect(ann.heading('Nothing here yet')).toBeFocused()
  await ann.isTold('Task deleted')
  await ann.page.keyboard.press('u')

  await ann.sees('Buy milk')
})

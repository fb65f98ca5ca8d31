// Whatever people write is shown as they wrote it.
import { expect, test } from '../fixtures.ts'

const strange: Record<string, string> = {
  'a script': '</textarea><script>alert("x")</script>',
  'an image': '<img src=x onerror=alert(1)>',
  'quotes and entities': `"'&amp;&lt;b&gt; {{7*7}} \${x} --> ]]>`,
  'right-to-left letters': 'לקנות חלב ולחם اشتري الحليب',
  'signs beyond the first plane': '👩‍👩‍👧‍👦 𝔟𝔲𝔶 milk 🥛',
}

for (const [what, words] of Object.entries(strange)) {
  test(`${what} in a task is text like any other`, async ({ app }) => {
    const ann = await app.signedUp('ann')

    await ann.adds(words, { description: words })

    await ann.sees(words)
    await ann.goesTo('/tasks')
    await ann.sees(words)
    await expect(ann.row(words).getByText(words, { exact: true })).toHaveCount(2)
    await ann.goesTo(await ann.addressOf(words))
    await expect(ann.editor.getByLabel('Title')).toHaveValue(words)
    await expect(ann.editor.getByLabel('Description')).toHaveValue(words)
  })
}

test('a script in a name is text like any other', async ({ app }) => {
  const name = '</title><script>alert("x")</script>'
  const ann = await app.stranger('ann')
  await ann.goesTo('/signup')
  await ann.fills({ Name: name, Email: ann.email, Password: ann.password })
  await ann.presses('Create account')

  await ann.isAt('/tasks')
  await expect(ann.page.getByText(name, { exact: true })).toBeVisible()
})

test('the lines of a description stay lines', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const lines = '\nfirst\n\nthird'

  await ann.adds('Write a poem', { description: lines })
  await ann.goesTo(await ann.addressOf('Write a poem'))

  await expect(ann.editor.getByLabel('Description')).toHaveValue(lines.trim())
})

test('a title of two hundred characters without a blank is kept whole', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const title = 'x'.repeat(200)

  await ann.adds(title)

  await ann.goesTo('/tasks')
  await ann.sees(title)
})

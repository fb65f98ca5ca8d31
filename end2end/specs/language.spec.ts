import { expect, test } from '../fixtures.ts'

for (const language of ['de-DE', 'fr-FR', 'sv-SE', 'ja-JP', 'pt-BR', 'en-US']) {
  test(`days are written as in ${language}`, async ({ app }) => {
    app.prefers(language)
    const ann = await app.signedUp('ann')
    const year = new Date().getUTCFullYear() + 2

    await ann.adds('Renew passport', { due: `${year}-11-24` })
    const day = ann.row('Renew passport').locator('time')
    const own = await ann.page.evaluate(
      ([year, language]) => new Date(Date.UTC(year, 10, 24)).toLocaleDateString(language, { dateStyle: 'medium', timeZone: 'UTC' }),
      [year, language] as const,
    )
    const words = language.startsWith('en') ? `24 Nov ${year}` : own

    await expect(day).toHaveText(words)
    await ann.goesTo('/tasks')
    await expect(day).toHaveText(words)
    if (language.startsWith('en')) await expect(day).not.toHaveAttribute('lang')
    else await expect(day).toHaveAttribute('lang', language)
  })
}

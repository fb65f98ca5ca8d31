// How long after a click its effect is painted, on a processor four times as slow as this one, in milliseconds as JSON: each
// click checks a box of a list of 50. Takes the server's address and the cookie of somebody with tasks.
import { given, launch } from './browser.mjs'

const clicks = 40
const slowdown = 4

setTimeout(() => process.exit(1), 120_000).unref()
const { address, cookie } = given()
const browser = await launch()
const context = await browser.newContext({ reducedMotion: 'reduce' })
await context.addCookies([cookie])
const page = await context.newPage()
await page.goto(`${address}/tasks`, { waitUntil: 'networkidle' })
await page.locator('html[data-hydrated]').waitFor({ state: 'attached' })
const devtools = await context.newCDPSession(page)
await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })

const delays = []
for (let click = 0; click < clicks; click++) {
  const box = page.getByRole('checkbox').nth(click)
  const was = await box.getAttribute('aria-checked')
  await box.scrollIntoViewIfNeeded()
  const painted = box.evaluate(
    (box, was) =>
      new Promise((resolve) => {
        const name = box.getAttribute('aria-labelledby')
        const state = () => document.querySelector(`[aria-labelledby="${name}"]`).getAttribute('aria-checked')
        const look = (from) =>
          requestAnimationFrame(() => {
            if (state() === was) return look(from)
            // Comes right after this frame is painted.
            const { port1, port2 } = new MessageChannel()
            port1.onmessage = () => resolve(performance.now() - from)
            port2.postMessage(null)
          })
        // The browser's own time of the click, before any script ran.
        addEventListener('click', (event) => look(event.timeStamp), { capture: true, once: true })
      }),
    was,
  )
  await box.click()
  delays.push(await painted)
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
}
await browser.close()
console.log(JSON.stringify(delays))

// How long after a press its effect is painted, on a processor four times as slow as this one, in milliseconds as JSON, by what
// is pressed in a list of 50. `bare` is the least that this browser needs on this machine: a page of nothing but 50 buttons, whose
// whole script turns an attribute. Takes the server's address and the cookie of somebody with tasks.
import { given, launch } from './browser.mjs'

const slowdown = 4
const hold = 80

setTimeout(() => process.exit(1), 240_000).unref()
const { address, cookie } = given()
const browser = await launch()
const context = await browser.newContext({ reducedMotion: 'reduce' })
await context.addCookies([cookie])

const bare = await slowly(await context.newPage())
await bare.setContent(
  '<button role="checkbox">Task</button><p>'.repeat(50) +
    '<style>[aria-checked=true]{background:green}</style>' +
    '<script>onclick = ({ target }) => target.setAttribute("aria-checked", target.ariaChecked !== "true")</script>',
)
const delays = { bare: await each(40, (at) => press(bare.getByRole('checkbox').nth(at), checked)) }

const page = await slowly(await context.newPage())
await page.goto(`${address}/tasks`, { waitUntil: 'networkidle' })
await page.locator('html[data-hydrated]').waitFor({ state: 'attached' })
const rows = () => document.getElementsByClassName('task').length
const current = (tab) => tab.ariaCurrent
const box = (at) => page.getByRole('checkbox').nth(at)
delays.complete = await each(40, (at) => press(box(at), checked))
delays.reopen = await each(10, (at) => press(box(at), checked))
delays.delete = []
delays.undo = []
for (let at = 0; at < 10; at++) {
  delays.delete.push(await press(page.getByRole('button', { name: /^Delete / }).nth(at), rows))
  delays.undo.push(await press(page.getByRole('button', { name: 'Undo' }), rows))
}
const tabs = page.getByRole('navigation', { name: 'Show' }).getByRole('link')
delays.filter = await each(10, (at) => press(tabs.nth((at + 1) % 3), current))
delays.add = []
await tabs.first().click()
for (let at = 0; at < 10; at++) {
  await page.getByLabel('Title').fill('Water the plants on the balcony')
  delays.add.push(await press(page.getByRole('button', { name: 'Add task' }), rows))
}
await browser.close()
console.log(JSON.stringify(delays))

async function slowly(page) {
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  return page
}

async function each(times, measure) {
  const delays = []
  for (let at = 0; at < times; at++) delays.push(await measure(at))
  return delays
}

function checked(box) {
  return box.ariaChecked
}

/** Milliseconds until a frame is painted in which `state` is another one. */
async function press(target, state) {
  await rest(target)
  await target.evaluate(watch(state))
  const page = target.page()
  await page.mouse.down()
  // A finger does not let go at once: what the browser does when the button goes down is done when the click comes.
  await page.waitForTimeout(hold)
  await page.mouse.up()
  return page.evaluate('painted')
}

/** A hand that presses something has pointed at it before; and what was pressed before is done. */
async function rest(target) {
  const page = target.page()
  await target.scrollIntoViewIfNeeded()
  const { x, y, width, height } = await target.boundingBox()
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
  await page.waitForTimeout(200)
}

// One text, since the page allows no script to be made of texts.
function watch(state) {
  return new Function(
    'target',
    `const state = ${state}
    globalThis.painted = new Promise((resolve) => {
      const was = state(target)
      const look = (from) =>
        requestAnimationFrame(() => {
          if (state(target) === was) return look(from)
          // Comes right after this frame is painted.
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.now() - from)
          port2.postMessage(null)
        })
      // The browser's own time of the click, before any script ran.
      addEventListener('click', (event) => look(event.timeStamp), { capture: true, once: true })
    })`,
  )
}

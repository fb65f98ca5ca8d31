// What a browser that was never here before has to fetch: for each page the bytes over the wire, heads included, by
// kind, as JSON. Takes the server's address and the cookie of somebody with tasks.
import { given, launch } from './browser.mjs'

const { address, cookie } = given()
const visits = [
  { path: '/', cookies: [] },
  { path: '/signin', cookies: [] },
  { path: '/tasks', cookies: [cookie] },
]
const kinds = {
  'text/html': 'html',
  'text/css': 'css',
  'text/javascript': 'js',
  'application/wasm': 'wasm',
}

setTimeout(() => process.exit(1), 60_000).unref()
const pages = {}
for (const visit of visits) pages[visit.path] = await bytesByKind(visit)
console.log(JSON.stringify(pages))

async function bytesByKind({ path, cookies }) {
  // A browser for each: contexts of one share what it knows of icons.
  const browser = await launch()
  const context = await browser.newContext()
  await context.addCookies(cookies)
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  const kindOf = {}
  const bytes = {}
  const failures = []
  network.on('Network.responseReceived', ({ requestId, response: { url, status, mimeType } }) => {
    kindOf[requestId] = kinds[mimeType] ?? 'other'
    if (status !== 200) failures.push(`${url} is answered with ${status}`)
  })
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes[kindOf[requestId]] = (bytes[kindOf[requestId]] ?? 0) + encodedDataLength
  })
  network.on('Network.loadingFailed', ({ errorText }) => failures.push(errorText))
  await network.send('Network.enable')
  await page.goto(address + path, { waitUntil: 'networkidle' })
  if (new URL(page.url()).pathname !== path) failures.push(`${path} leads to ${page.url()}`)
  await browser.close()
  if (failures.length > 0) throw new Error(failures.join('\n'))
  return bytes
}

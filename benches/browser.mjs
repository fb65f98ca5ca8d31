// The browser that the measurements use: the whole one where it is there, since the shell alone fetches no icons.
import { execFileSync } from 'node:child_process'
import { chromium } from '../end2end/node_modules/@playwright/test/index.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'chromium-headless-shell']
const find = names.map((name) => `command -v ${name}`).join(' || ')

export function launch() {
  return chromium.launch({ executablePath: execFileSync('sh', ['-c', find], { encoding: 'utf8' }).trim() })
}

/** The server's address and the cookie of somebody with tasks, as this script was given them. */
export function given() {
  const [address, cookie] = process.argv.slice(2)
  const [name, value] = cookie.split('=')
  return { address, cookie: { name, value, url: address } }
}

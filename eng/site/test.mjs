// Reads the built site in a browser, as a visitor does: node test.mjs FOLDER [FOLDER FOR SCREENSHOTS]
// Prints what is wrong, one line each, and ends with 1 if there is any.
import { createServer } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const [folder, screenshots] = process.argv.slice(2);
const TYPES = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.ico': 'image/x-icon', '.csv': 'text/csv', '.woff': 'font/woff', '.woff2': 'font/woff2',
};
const TABS = 3;
const problems = new Set();

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://site').pathname));
  try {
    const content = await readFile(join(folder, path.endsWith('/') ? path + 'index.html' : path));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? (path.endsWith('/') ? 'text/html' : 'text/plain') }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const files = (await readdir(folder, { recursive: true })).filter(file => !file.startsWith('public'));
const pages = files.filter(file => file.endsWith('.html') && !file.endsWith('toc.html')).map(file => '/' + file);

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
context.on('request', request => {
  const url = new URL(request.url());
  if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol)) {
    problems.add(`a request to another host: ${url.href}`);
  }
});

async function open(tab, path) {
  await tab.goto(origin + path);
  // The bar at the top and the list at the side are filled by a script.
  await tab.waitForSelector('#navbar a.nav-link');
  if (await tab.$('#toc')) {
    await tab.waitForSelector('#toc a');
  }
  await tab.waitForFunction(() => !document.querySelector('pre code.lang-csharp:not(.hljs)'));
  await tab.waitForFunction(() => [...document.images].every(image => image.complete)
    && [...document.querySelectorAll('article .math')].every(formula => formula.querySelector('mjx-container')), null, { timeout: 20_000 })
    .catch(() => {});
}

async function newTab() {
  const tab = await context.newPage();
  tab.on('console', message => message.type() === 'error' && problems.add(`${tab.url()}: ${message.text()}`));
  tab.on('pageerror', error => problems.add(`${tab.url()}: ${error.message}`));
  tab.on('response', response => response.status() >= 400 && problems.add(`${tab.url()}: no file ${response.url()}`));
  return tab;
}

function readPage() {
  // A link in a folded part of the list at the side would need another click to be seen.
  const visible = link => link.checkVisibility();
  const codes = [...document.querySelectorAll('pre code')];
  return {
    title: document.querySelector('h1')?.textContent.trim() ?? '',
    ids: [...document.querySelectorAll('[id]')].map(element => element.id),
    links: [...document.querySelectorAll('a[href]')].map(link => ({ href: link.href, visible: visible(link) })),
    emptyCodes: codes.filter(code => code.textContent.trim() === '').length,
    plainCodes: codes.filter(code => code.matches('.lang-csharp') && /\b(new|using|var)\b/.test(code.textContent) && !code.querySelector('[class^=hljs-]')).map(code => code.textContent.slice(0, 40)),
    brokenPictures: [...document.querySelectorAll('img')].filter(image => !image.complete || image.naturalWidth === 0).map(image => image.src),
    logoOutside: (document.querySelector('#logo')?.getBoundingClientRect().bottom ?? 0) > (document.querySelector('header')?.getBoundingClientRect().bottom ?? 0),
    rawFormulas: [...document.querySelectorAll('article .math')].filter(formula => !formula.querySelector('mjx-container')).length,
    formulas: document.querySelectorAll('article mjx-container').length,
  };
}

const seen = new Map();
async function crawl() {
  const waiting = [...pages];
  await Promise.all(Array.from({ length: TABS }, async () => {
    const tab = await newTab();
    // Every page would read the whole index of the search, which takes longer than the page itself.
    await tab.route('**/index.json', route => route.fulfill({ json: {} }));
    for (let path = waiting.pop(); path; path = waiting.pop()) {
      await open(tab, path);
      seen.set(path, await tab.evaluate(readPage));
    }
    await tab.close();
  }));
}

function check(path, page) {
  const problem = text => problems.add(`${path}: ${text}`);
  if (page.title === '') problem('no title');
  if (page.emptyCodes > 0) problem(`${page.emptyCodes} empty code blocks`);
  page.plainCodes.forEach(code => problem(`code is not highlighted: ${code}`));
  page.brokenPictures.forEach(picture => problem(`a picture does not load: ${picture}`));
  if (page.logoOutside) problem('the logo is taller than the bar at the top');
  if (page.rawFormulas > 0) problem(`${page.rawFormulas} formulas are shown as LaTeX`);
  for (const { href } of page.links.filter(link => link.href.startsWith(origin))) {
    const url = new URL(href);
    const target = url.pathname.endsWith('/') ? url.pathname + 'index.html' : url.pathname;
    if (!files.includes(decodeURIComponent(target).slice(1))) problem(`a link to a file that is not there: ${target}`);
    const id = decodeURIComponent(url.hash.slice(1));
    if (id !== '' && seen.has(target) && !seen.get(target).ids.includes(id)) problem(`a link to a heading that is not there: ${target}#${id}`);
  }
}

function clicksFromTheStart() {
  const clicks = new Map([['/index.html', 0]]);
  for (const [path, count] of clicks) {
    for (const link of seen.get(path)?.links ?? []) {
      const { origin: host, pathname } = new URL(link.href);
      const target = pathname.endsWith('/') ? pathname + 'index.html' : pathname;
      if (host === origin && link.visible && !clicks.has(target)) clicks.set(target, count + 1);
    }
  }
  return clicks;
}

async function search(text, page) {
  const tab = await newTab();
  await open(tab, '/index.html');
  await tab.waitForSelector('#search-query:not([disabled])');
  await tab.fill('#search-query', text);
  await tab.waitForSelector('#search-results .sr-item', { timeout: 20_000 }).catch(() => problems.add(`the search finds nothing for ${text}`));
  const found = await tab.$$eval('#search-results .sr-item .item-title', items => items.map(item => item.textContent));
  if (!found.some(title => title.includes(page))) problems.add(`the search for ${text} does not find "${page}" but: ${found.join('; ')}`);
  await tab.close();
  return found.length;
}

async function photograph(path, name) {
  for (const theme of ['light', 'dark']) {
    const tab = await newTab();
    await tab.addInitScript(theme => localStorage.setItem('theme', theme), theme);
    await open(tab, path);
    await tab.screenshot({ path: join(screenshots, `${name}-${theme}.png`) });
    await tab.close();
  }
}

await crawl();
seen.forEach((page, path) => check(path, page));
const clicks = clicksFromTheStart();
pages.filter(path => !(clicks.get(path) <= 2)).forEach(path => problems.add(`${path} is ${clicks.get(path) ?? 'no number of'} clicks from the start page`));
const formulas = seen.get('/docs/mathematics.html').formulas;
if (formulas < 100) problems.add(`only ${formulas} formulas`);
const hits = await search('WithStandardization', 'PerceptronBuilder<T>');
if (screenshots) {
  await photograph('/index.html', 'start');
  await photograph('/docs/guide.html', 'guide');
  await photograph('/docs/mathematics.html', 'mathematics');
  await photograph('/api/NeuralNet.Core.PerceptronBuilder-1.html', 'api');
}

await browser.close();
server.close();
problems.forEach(problem => console.error(`error: ${problem}`));
const links = [...seen.values()].reduce((sum, page) => sum + page.links.length, 0);
console.log(`${pages.length} pages, ${links} links, ${formulas} formulas, ${hits} search results, ${problems.size} problems`);
process.exit(problems.size === 0 ? 0 : 1);

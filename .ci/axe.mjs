// Looks at pages in Chromium, wide and narrow, light and dark: no violation of WCAG 2.2 AA that axe can see, and nothing
// that scrolls sideways but what may. With clicks: sorting and filtering work, also by keyboard.
//
//   node .ci/axe.mjs PAGE...      `puppeteer-core` and `@axe-core/puppeteer` where NODE_PATH says; SHOT=PREFIX keeps pictures
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(resolve(process.env.NODE_PATH ?? ".", "x.js"));
const puppeteer = require("puppeteer-core");
const { AxePuppeteer } = require("@axe-core/puppeteer");

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
flags.push("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage");
const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const problems = [];

async function look(browser, file, viewport, scheme) {
  const page = await browser.newPage();
  const name = `${basename(file)} ${viewport.width} ${scheme}`;
  page.on("pageerror", (error) => problems.push(`${name}: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && problems.push(`${name}: ${message.text()}`));
  page.on("request", (request) => /^(file|data):/.test(request.url()) || problems.push(`${name}: asks for ${request.url()}`));
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  await page.goto(pathToFileURL(resolve(file)).href);
  for (const details of await page.$$("details")) await details.evaluate((it) => (it.open = true));
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (tooWide > 0) problems.push(`${name}: ${tooWide} px too wide`);
  // Rows of a kind are alike, and axe would look at each for minutes.
  const rows = "#matrix tbody tr";
  await page.$$eval(rows, (all) => all.slice(20).forEach((row) => (row.hidden = true)));
  const { violations } = await new AxePuppeteer(page).withTags(rules).analyze();
  for (const { id, impact, nodes } of violations)
    for (const node of nodes) problems.push(`${name}: ${id} (${impact}) ${node.target.join(" ")}`);
  await page.$$eval(rows, (all) => all.forEach((row) => (row.hidden = false)));
  if (await page.$("#matrix")) await use(page, name);
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}${name.replaceAll(" ", "-")}.png` });
  await page.close();
}

// Sorts by marks, and finds those with the first wrong turn, with keys alone.
async function use(page, name) {
  const expect = (holds, what) => holds || problems.push(`${name}: ${what}`);
  const marks = () =>
    page.$$eval("#matrix tbody tr:not([hidden])", (rows) => rows.map((row) => Number(row.cells[1].dataset.value)));
  const all = await marks();
  await page.focus("#matrix thead th:nth-child(2) button");
  await page.keyboard.press("Enter");
  const sorted = await marks();
  expect(sorted.every((mark, at) => at === 0 || sorted[at - 1] <= mark), "marks are not sorted");
  expect(await page.$("th[aria-sort=ascending]"), "the sorted column does not say so");
  const turn = await page.$("#wrong-turns tbody button");
  if (turn) {
    const count = Number(await turn.evaluate((it) => it.textContent));
    await turn.focus();
    await page.keyboard.press("Enter");
    expect((await marks()).length === count, "a wrong turn does not show its students");
    const said = await page.$eval("#shown", (it) => it.textContent);
    expect(said.startsWith(`${count} of ${all.length} students`), `it says: ${said}`);
  }
  await page.click("button[type=reset]");
  await page.waitForFunction((count) => document.querySelectorAll("#matrix tbody tr:not([hidden])").length === count, {}, all.length);
  await page.type("#find", "no such student");
  expect((await marks()).length === 0, "a search for nobody finds somebody");
  await page.click("button[type=reset]");
}

const profile = mkdtempSync(join(tmpdir(), "axe-"));
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await puppeteer.launch({ executablePath, headless: true, userDataDir: profile, args: flags });
try {
  for (const file of process.argv.slice(2))
    for (const viewport of [wide, narrow])
      for (const scheme of ["light", "dark"]) await look(browser, file, viewport, scheme);
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
for (const problem of problems) console.error(problem);
console.log(`${process.argv.length - 2} pages in 4 ways: ${problems.length} problems`);
process.exitCode = problems.length ? 1 : 0;

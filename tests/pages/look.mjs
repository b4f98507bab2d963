// Opens pages in Chromium and says what is wrong with them, a line each. Run by tests/tests/pages.rs.
//
//     node look.mjs PAGES.json      [{ "name": "a race", "file": "race.html", "texts": ["lost"], "steps": true, "keys": [] }]
//
// Looked for: errors on the console, anything fetched, texts that are missing, what axe finds, a page wider than the
// window, and that keys lead from step to step, or to what is to be said then. CHROMIUM names the browser, SHOTS a folder for
// screenshots. Packages are looked for in the folder that NODE_MODULES names.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.NODE_MODULES, "package.json"));
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const { default: puppeteer } = await load("puppeteer-core");
const { AxePuppeteer } = await load("@axe-core/puppeteer");

const VIEWS = [
  { width: 1280, height: 800 },
  { width: 900, height: 700 },
  { width: 360, height: 740, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let wrong = 0;
const say = (where, what) => {
  wrong += 1;
  console.log(`${where}: ${what}`);
};

// What stands on the page about the step that is shown.
const shown = () => {
  const row = document.querySelector("tr[aria-current]");
  const line = document.querySelector("li[aria-current]");
  return {
    step: Number(row?.dataset.step ?? 0),
    place: row?.dataset.place ?? "",
    line: line?.id ?? "",
    said: document.querySelector(".now")?.textContent ?? "",
    is_in_sight: row ? row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < innerHeight : false,
  };
};

async function steps(page, where) {
  const rows = await page.$$eval("tr[data-step]", (rows) => rows.map((row) => row.dataset.place));
  const expect = async (key, step) => {
    await page.keyboard.press(key);
    const now = await page.evaluate(shown);
    if (now.step !== step) say(where, `${key} leads to step ${now.step}, not ${step}`);
    if (now.line !== "" && now.line !== now.place) say(where, `step ${step}: ${now.line} is marked, not ${now.place}`);
    if (!now.said.startsWith(`${step} of ${rows.length}. `)) say(where, `step ${step} says: ${now.said}`);
    if (!now.is_in_sight) say(where, `step ${step} is out of sight`);
    return now.line;
  };
  if (rows.length < 2) return say(where, `there are ${rows.length} steps to go through`);
  const lines = new Set([await expect("Home", 1)]);
  for (let step = 2; step <= rows.length; step += 1) lines.add(await expect("ArrowRight", step));
  await expect("ArrowRight", rows.length);
  await expect("ArrowLeft", rows.length - 1);
  await expect("End", rows.length);
  await expect("Home", 1);
  if (new Set(rows).size > 1 && lines.size < 2) say(where, "no step moves the marked line");
  await page.click('[data-go="next"]');
  const { step } = await page.evaluate(shown);
  if (step !== 2) say(where, `the button leads to step ${step}, not 2`);
}

// What is said after each key.
async function press(page, where, keys) {
  for (const [key, wanted] of keys) {
    await page.keyboard.press(key);
    const said = await page.$eval('[role="status"]', (status) => status.textContent);
    if (!said.includes(wanted)) say(where, `${key} says ${JSON.stringify(said)}, not ${JSON.stringify(wanted)}`);
  }
}

async function look(browser, { name, file, texts, steps: has_steps, keys }) {
  for (const view of VIEWS)
    for (const scheme of ["light", "dark"]) {
      const where = `${name}, ${view.width} px, ${scheme}`;
      const page = await browser.newPage();
      page.on("console", (told) => ["error", "warn"].includes(told.type()) && say(where, `console: ${told.text()}`));
      page.on("pageerror", (error) => say(where, `script: ${error.message}`));
      // A picture inside the page is a request too.
      const is_inside = (url) => url.startsWith("file:") || url.startsWith("data:");
      page.on("request", (request) => is_inside(request.url()) || say(where, `asks for ${request.url()}`));
      await page.setViewport(view);
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: scheme },
        { name: "prefers-reduced-motion", value: "reduce" },
      ]);
      await page.goto(pathToFileURL(file).href);
      const text = await page.evaluate(() => document.body.textContent);
      for (const wanted of texts) if (!text.includes(wanted)) say(where, `does not say ${JSON.stringify(wanted)}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth) - view.width;
      if (wide > 0) say(where, `is ${wide} px wider than the window`);
      // The colours have no part in it.
      if (has_steps && scheme === "light") await steps(page, where);
      await press(page, where, keys);
      const { violations } = await new AxePuppeteer(page).withTags(TAGS).analyze();
      for (const { id, nodes } of violations)
        for (const node of nodes) say(where, `axe ${id}: ${node.target.join(" ")}: ${node.failureSummary}`);
      if (process.env.SHOTS) {
        const path = join(process.env.SHOTS, `${name.replaceAll(" ", "-")}-${view.width}-${scheme}.png`);
        await page.screenshot({ path, fullPage: true });
      }
      await page.close();
    }
  // What stands there without the script.
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto(pathToFileURL(file).href);
  const html = await page.content();
  for (const wanted of has_steps ? ["<table", "<tbody"] : [])
    if (!html.includes(wanted)) say(`${name}, without scripts`, `has no ${wanted}`);
  await page.close();
}

const profile = mkdtempSync(join(tmpdir(), "pages-"));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  userDataDir: profile,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
  ],
});
try {
  for (const page of JSON.parse(readFileSync(process.argv[2], "utf8"))) await look(browser, page);
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
process.exitCode = wrong > 0 ? 1 : 0;

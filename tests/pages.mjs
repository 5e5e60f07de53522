// Opens pages in headless Chromium and prints, as JSON, what a reader must not meet: axe's violations, messages on the
// console, requests beyond the page's own file, text that runs out of the window, and text that is not printed.
// Usage: node pages.mjs FOLDER-WITH-node_modules CHROMIUM PROFILE PAGE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, executablePath, profile, ...pages] = process.argv.slice(2);
const load = createRequire(join(folder, "package.json"));
const { chromium } = load("playwright-core");
const axe = readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const views = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 390 },
];
const found = [];
for (const path of pages) {
  for (const { colorScheme, width } of views) {
    const page = await browser.newPage();
    const own = pathToFileURL(path).href;
    const say = (kind, what) => found.push({ path, colorScheme, width, kind, what });
    page.on("console", (message) => say("console", message.text()));
    page.on("pageerror", (error) => say("error", String(error)));
    page.on("request", (request) => request.url() === own || request.url() === "data:," || say("request", request.url()));
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(own);
    const closed = await page.locator("details:not([open])").count();
    await page.locator("button[value=open]").click();
    if (closed === 0 || (await page.locator("details:not([open])").count()) > 0) say("button", `${closed} closed before`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) say("width", `${wide} px too wide`);
    await page.evaluate(axe);
    const result = await page.evaluate(() => axe.run());
    for (const violation of result.violations) {
      say("axe", `${violation.id}: ${violation.help}: ${violation.nodes[0].html} (${violation.nodes.length} places)`);
    }
    if (result.passes.length < 20) say("axe", `only ${result.passes.length} rules passed: the page was not examined`);
    await page.locator("button[value=close]").click();
    await page.emulateMedia({ media: "print" });
    const lost = await page.evaluate(() => [...document.querySelectorAll("main li, main td, main p")]
      .filter((element) => !element.matches(".tools") && !element.checkVisibility()).length);
    if (lost > 0) say("print", `${lost} places are not printed`);
    await page.close();
  }
}
await browser.close();
console.log(JSON.stringify(found, null, 1));

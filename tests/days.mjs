// Plays a caseworker's, a lawyer's and an analyst's day in headless Chromium by keyboard alone: Tab, arrows, Space, Enter and typing. Prints as
// JSON the outcomes that were shown, and what a reader must not meet: axe's violations, messages on the console, requests to
// another address, text that runs out of the window. Pictures go to a folder.
// Usage: node days.mjs FOLDER-WITH-node_modules CHROMIUM PROFILE ADDRESS OUT LANGUAGE DAY
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, executablePath, profile, address, out, lang, day] = process.argv.slice(2);
const load = createRequire(join(folder, "package.json"));
const { chromium } = load("playwright-core");
const axe = readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const browser = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args, viewport: { width: 1060, height: 560 } });
const page = await browser.newPage();
page.setDefaultTimeout(180_000);
const own = new URL(address).origin;
const found = [];
const shown = [];
let tabs = 0;
page.on("console", (message) => found.push(["console", page.url(), message.text()]));
page.on("pageerror", (error) => found.push(["error", page.url(), String(error)]));
page.on("request", (request) => request.url().startsWith(own) || found.push(["request", page.url(), request.url()]));

// The focus is moved by Tab alone until it is where the selector says.
async function to(selector) {
  await page.waitForSelector(selector, { state: "attached" });
  for (let pressed = 0; pressed < 600; pressed++, tabs++) {
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${selector} on ${page.url()}`);
}
async function enter() {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  await page.waitForFunction(() => document.readyState === "complete" && !document.querySelector(".weighing [role=status]"));
}
async function press(selector) {
  await to(selector);
  await enter();
}
async function type(selector, text) {
  await to(selector);
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}
async function state(name, value) {
  const selector = `[name="fact:${name}"]`;
  const folds = await page.$eval(selector, (field) => {
    const closed = [];
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      if (!fold.open) closed.unshift((fold.id ||= `fold-${closed.length}-${field.name}`));
    }
    return closed;
  });
  for (const id of folds) {
    await to(`[id="${id}"] > summary`);
    await page.keyboard.press("Enter");
  }
  const kind = await page.$eval(selector, (field) => (field.tagName === "SELECT" ? "select" : field.type));
  if (kind !== "radio" && kind !== "select") return type(selector, value);
  await to(selector);
  const holds = () => page.$$eval(selector, (all) => (all.find((one) => one.checked) ?? all[0]).value);
  for (let pressed = 0; (await holds()) !== value; pressed++) {
    if (pressed > 40) throw new Error(`${value} cannot be chosen for ${name}`);
    await page.keyboard.press("ArrowDown");
  }
}
async function examine(name, part = null) {
  await (part === null ? page : page.locator(part)).screenshot({ path: join(out, `${name}.png`) });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run());
  for (const { id, nodes } of violations) found.push(["axe", name, id, nodes[0].html.slice(0, 200)]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) found.push(["wide", name, wide]);
}
const words = async (selector) => (await page.locator(selector).first().innerText()).replace(/\s+/g, " ").trim();
async function answered(id) {
  shown.push([id, await words(".answer-side .answer")]);
}

const known = {
  "person.birth_date": "12.06.1995", "person.nordic_or_eea_citizen": "no", "person.norwegian_citizen": "no",
  "permit.type": "s28", "permit.granted_date": "20.01.2026", "permit.previous_type": "none", "residence.start_date": "01.02.2026",
  "settlement.by_agreement": "yes", "work.hours_per_week": "0", "work.several_positions": "no", "work.ended": "no",
  "work.offer_hours_per_week": "0", "programme.begun": "no",
  "programme.decision_date": "10.03.2026", "programme.refused_or_interrupted": "no", "programme.chapter_6a_decision": "no",
};
const persons = {
  "d-1": {}, "d-2": { "work.hours_per_week": "32" }, "d-3": { "person.birth_date": "12.06.1960" }, "d-4": { "person.birth_date": "" },
  "d-5": { "person.norwegian_citizen": "yes" }, "d-6": { "permit.granted_date": "20.01.2022", "residence.start_date": "01.02.2022" },
  "d-7": { "person.birth_date": "12.06.2008" }, "d-8": { "work.hours_per_week": "" },
};
const back = [["d-2", "work.hours_per_week", "0"], ["d-4", "person.birth_date", "01.03.1990"], ["d-8", "work.hours_per_week", "12,5"]];

// Eight persons are decided and recorded; three of them come back with a changed fact.
async function caseworker() {
  await examine("cases-empty");
  for (const [id, own] of Object.entries(persons)) {
    await press('header a[href="/"]');
    await type("#new-id", id);
    await enter();
    if (id === "d-1") await examine("case-empty");
    for (const [name, value] of Object.entries({ ...known, ...own })) if (value) await state(name, value);
    await press('.at button, button[name=do][value=try]');
    if (id === "d-1") await examine("case-tried");
    await press("button[name=do][value=save]");
    await answered(id);
    if (id === "d-2") await examine("case-refused");
    await press(".tabs button[value=history]");
    await press('form[action$="/record"] button');
  }
  for (const [id, name, value] of back) {
    await press('header a[href="/"]');
    await press(`a[href="/case/${id}.yaml"]`);
    await state(name, value);
    await press("button[name=do][value=try]");
    if (id === "d-2") await examine("case-changed");
    await press("button[name=do][value=save]");
    await answered(id);
    await press(".tabs button[value=history]");
    await press('form[action$="/record"] button');
    if (id === "d-2") await examine("case-history");
  }
  await press(".tabs button[value=why]");
  await examine("case-why");
  await press(".tabs button[value=letter]");
  await examine("case-letter");
  await press('header a[href="/"]');
  await examine("cases");
}

const replaced = (text, pairs) =>
  pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the draft does not say ${from}`);
    return text.replace(from, () => to);
  }, text);

// What stands in the large field is changed and weighed; the picture is of the whole page, and of what it changes.
async function change(name, pairs) {
  await type("#text", replaced(await page.inputValue("#text"), pairs));
  await press("button[value=try]");
  shown.push([name, await words(".answer-side")]);
  await examine(`draft-${name}`);
}

// A limit is raised in a draft, an exception with a fact of its own is added, and a deadline that those settled before keep; whom each
// turns is read, the amendment is listed, and the draft saved as a folder.
async function lawyer() {
  const proposal = JSON.parse(readFileSync(join(out, "proposal.json"), "utf8"));
  await press('header a[href="/law"]');
  await type("#q", "55");
  await enter();
  await examine("law-found");
  await press('header a[href="/law"]');
  await examine("law");
  await press('a[href="/law/draft"]');
  await examine("draft-new");
  await type("#name", "proposal-60");
  await to("#day");
  await page.keyboard.type("01012028");
  await enter();
  await examine("draft-begun");
  await press('a[href$="part=age.upper"]');
  await change("age", proposal.age);
  await examine("draft-numbers", "#answer");
  const file = async (path) => {
    await press('a[href="/law/draft"]');
    const selector = `a[href="/law/draft?file=${path}"]`;
    if (await page.$eval(selector, (link) => link.closest("details")?.open === false)) {
      await to("details:has(a[href$='file=law.yaml']) > summary");
      await page.keyboard.press("Enter");
    }
    await press(selector);
  };
  await file("vocabulary.yaml");
  await examine("draft-new-file");
  await change("vocabulary", [["", proposal.vocabulary]]);
  await press('header a[href="/law"]');
  await type("#q", "int-8-1-right-and-duty");
  await enter();
  await press('a[href="/law/rule/int-8-1-right-and-duty"]');
  await examine("law-rule");
  await press('a[href$="part=int-8-1-right-and-duty"]');
  await change("exception", proposal.exception);
  await file("deadline.yaml");
  await change("deadline", proposal.deadline);
  shown.push(["turned", await page.$$eval('.turned a[href^="/case/"]', (all) => [...new Set(all.map((one) => one.textContent))].join(" "))]);
  await file("law.yaml");
  await change("amendment", proposal.amendment);
  await press('a[href="/law/draft"]');
  await press('button[value=save]');
  shown.push(["saved", await words(".done")]);
  await examine("draft-saved");
}

// A register is read by a profile, decided, counted by municipality and month, and compared with its own category; what is late or lacking
// is looked for; a row is opened; and a draft of the law is tried on the rows.
async function analyst() {
  await press('header a[href="/register"]');
  await press('button[name=name]');
  await type("#profile", readFileSync(join(out, "profile.yaml"), "utf8"));
  await to("details summary");
  await page.keyboard.press("Enter");
  await type("#by", "Kommune\nprogramme.decision_date:month");
  await type("#category", "Kategori");
  await type("#means", "RP=right_and_duty\nI=none");
  await examine("register-reading");
  await press("button[name=do][value=decide]");
  shown.push(["differ", await words("#differing")]);
  await to('a[href="#compared"]');
  await page.evaluate(() => document.querySelector(".figures svg").previousElementSibling.scrollIntoView());
  await examine("register-decided");
  await page.evaluate(() => document.querySelector("#compared").scrollIntoView());
  await examine("register-compared");
  await press("button[name=do][value=inspect]");
  shown.push(["followed", await words("#followed")]);
  await to('a[href="#inspected"]');
  await page.evaluate(() => document.querySelector("#followed").closest("section").querySelector("svg").previousElementSibling.scrollIntoView());
  await examine("register-inspected");
  await press("#differing ~ tbody a");
  await examine("register-row");
  await press('header a[href="/law"]');
  await press('a[href="/law/draft"]');
  await type("#name", "proposal-25");
  await to("#day");
  await page.keyboard.type("01012028");
  await enter();
  await press('a[href$="part=age.upper"]');
  await change("age", [["value: 55", "value: 25"]]);
  shown.push(["turned", await words("#register ~ .answer")]);
  await examine("draft-register");
}

try {
  await page.goto(address);
  if ((await page.getAttribute("html", "lang")) !== lang) await press(`.languages button[value=${lang}]`);
  await { caseworker, lawyer, analyst }[day]();
} catch (error) {
  found.push(["broken", page.url(), String(error)]);
  await page.screenshot({ path: join(out, "broken.png"), fullPage: true });
}
await browser.close();
console.log(JSON.stringify({ shown, found, tabs }, null, 1));

/**
 * Walks the dashboard in Chromium as an owner does. Called by ../test with the address that ./run prints.
 * Takes a picture of every page, in SHOTS, and lets axe look at each.
 */
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";

const [address, apiKey] = [process.env.DASHBOARD_URL, process.env.FLUIDCLOUD_API_KEY];
const shots = process.env.SHOTS ?? "build/shots";
mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const origin = new URL(address).origin;
const patience = { timeout: 30_000 };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
test.after(() => browser.close());
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
const page = await context.newPage();
const complaints = [];
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));

const see = (text) => page.getByText(text, { exact: false }).first().waitFor(patience);
const open = (name) => page.getByRole("navigation").getByRole("link", { name, exact: true }).click();

/** A picture, light and dark and narrow, and what axe finds serious. */
async function look(name) {
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: `${shots}/${name}.png` });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: `${shots}/${name}-dark.png` });
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.screenshot({ path: `${shots}/${name}-narrow.png` });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `${name} is ${wide} pixels wide on a phone`);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(`${axe}; void 0`).catch(() => undefined);
  const findings = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run();
    return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
  });
  assert.deepEqual(findings, [], name);
}

const asKey = async (key, method, path, body) => {
  const answer = await fetch(`${origin}/api/v1/${path}`, { method, headers: { "X-API-Key": key, "Content-Type": "application/json" }, body: body && JSON.stringify(body) });
  return { status: answer.status, json: await answer.json().catch(() => undefined) };
};

async function upload(name, body = "hello", key = apiKey) {
  const space = (await asKey(apiKey, "GET", "spaces")).json[0].id;
  const ticket = (await asKey(key, "POST", "uploads/initiate", { name, size: Buffer.byteLength(body), space_id: space })).json;
  await fetch(ticket.url, { method: "PUT", headers: { "x-ms-blob-type": "BlockBlob" }, body });
  return asKey(key, "POST", "uploads/complete", { file_id: ticket.file_id, key: ticket.key });
}

/** A red square. */
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC",
  "base64",
);

test("the printed link signs in, and its token leaves the address bar", async () => {
  await page.goto(`${origin}/dashboard`);
  await page.getByLabel("Sign-in token").waitFor(patience);
  await look("sign-in");
  await page.goto("about:blank");
  await page.goto(address);
  await page.getByRole("heading", { name: "Overview" }).waitFor(patience);
  complaints.length = 0; // The 401 before signing in is what is expected.
  assert.equal(new URL(page.url()).hash, "");
  await look("overview");
});

test("a tenant is found, and its usage, files and Trash are shown", async () => {
  assert.equal((await upload("letter.txt")).status, 200);
  assert.equal((await upload("notes.txt")).status, 200);
  await open("Tenants");
  await look("tenants");
  await page.getByRole("table").getByRole("link").first().click();
  await see("Calls this month");
  await look("usage");
  await open("Files");
  const letter = page.getByRole("row").filter({ hasText: "letter.txt" });
  await letter.waitFor(patience);
  await look("files");
  await letter.getByRole("button", { name: "Trash" }).click();
  await letter.waitFor({ state: "detached", ...patience });
  await open("Trash");
  await page.getByRole("row").filter({ hasText: "letter.txt" }).waitFor(patience);
  await look("trash");
});

test("a picture is previewed", async () => {
  assert.equal((await upload("square.png", picture)).status, 200);
  await open("Files");
  const square = page.getByRole("row").filter({ hasText: "square.png" });
  const preview = square.getByRole("button", { name: "Preview" });
  for (const end = Date.now() + 30_000; Date.now() < end && !(await preview.isVisible()); ) await page.reload({ waitUntil: "networkidle" });
  await preview.click();
  const image = page.getByRole("img", { name: "square.png" });
  await image.waitFor(patience);
  await page.waitForFunction((one) => one.naturalWidth > 0, await image.elementHandle(), patience);
  await page.screenshot({ path: `${shots}/preview.png` });
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  await open("Trash");
});

test("emptying Trash says what goes first, and shows its progress", async () => {
  await page.getByRole("button", { name: "Empty Trash" }).first().click();
  await see("Erases 1 file of 5 B");
  await page.screenshot({ path: `${shots}/confirm.png` });
  await page.getByRole("dialog").getByRole("button", { name: "Empty Trash" }).click();
  await see("Trash is empty.");
  await see("1 of 1");
  await look("emptied");
});

test("what was erased is verified in the browser", async () => {
  await open("Receipts");
  // The log takes entries up in the background.
  const verify = page.getByRole("row").getByRole("button", { name: "Verify" }).first();
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    await verify.or(page.getByText("not in the log yet")).first().waitFor(patience);
    if (await verify.isVisible()) break;
    await open("Usage");
    await page.waitForLoadState("networkidle");
    await open("Receipts");
  }
  await verify.click();
  await page.getByText("Proven: erased").waitFor(patience);
  await look("receipts");
});

test("a key that nobody trusts proves nothing", async () => {
  await open("Usage");
  await open("Receipts");
  await page.getByText("Whom you trust").click();
  await page.getByLabel("Policy").fill("quorum none\n");
  await page.getByRole("row").getByRole("button", { name: "Verify" }).first().click();
  await page.getByText("No log of the policy has signed").waitFor(patience);
});

test("a folder is uploaded straight to storage", async () => {
  await open("Files");
  const folder = mkdtempSync(join(tmpdir(), "fluidcloud-"));
  writeFileSync(join(folder, "one.txt"), "one");
  writeFileSync(join(folder, "two.txt"), "two");
  await page.getByLabel("A folder").setInputFiles(folder);
  await see("2 of 2 files uploaded");
  await page.getByRole("row").filter({ hasText: "one.txt" }).waitFor(patience);
  await page.getByRole("row").filter({ hasText: "two.txt" }).waitFor(patience);
  await look("upload");
});

test("a narrow key is made, shown once and revoked", async () => {
  await open("Keys");
  await page.getByText("New key").click();
  await page.getByLabel("Label").fill("Nightly");
  await look("new-key");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page.getByRole("status").locator("code").textContent(patience);
  assert.equal((await asKey(key, "GET", "me")).status, 200);
  await look("keys");
  await page.getByRole("row").filter({ hasText: "Nightly" }).getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").filter({ visible: true }).getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("row").filter({ hasText: "Nightly" }).getByText("revoked").waitFor(patience);
  assert.equal((await asKey(key, "GET", "me")).status, 401);
});

test("an app is erased, with its key", async () => {
  await page.getByLabel("Label").fill("Quarry");
  await page.getByLabel("Only this app").fill("quarry");
  for (const scope of ["files:write", "spaces:read"]) await page.getByLabel(scope).check();
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByRole("row").filter({ hasText: "Quarry" }).waitFor(patience);
  const key = await page.getByRole("status").locator("code").textContent(patience);
  assert.equal((await upload("stone.txt", "stone", key)).status, 200);
  await open("Erase");
  await page.getByRole("row").filter({ hasText: "quarry" }).getByRole("button", { name: "Erase the app" }).click();
  const dialog = page.getByRole("dialog").filter({ visible: true });
  await dialog.getByText("Erases 1 file of 5 B, 0 links and 1 key").waitFor(patience);
  await dialog.getByLabel("Type quarry to confirm").fill("quarry");
  await dialog.getByRole("button", { name: "Erase the app" }).click();
  await page.getByRole("row").filter({ hasText: "quarry" }).waitFor({ state: "detached", ...patience });
  await page.getByRole("row").filter({ hasText: "fluidcloud" }).waitFor(patience); // The native app stays.
  assert.equal((await asKey(key, "GET", "me")).status, 401);
});

test("a tenant is made, and its erasure waits until it is cancelled", async () => {
  await open("Links");
  await look("links");
  await open("Settings");
  await look("settings");
  await open("Tenants");
  await page.getByLabel("New tenant").fill("Quarry");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { name: "Quarry" }).waitFor(patience);
  await open("Erase");
  await look("erase");
  await page.getByRole("button", { name: "Erase the tenant" }).first().click();
  const dialog = page.getByRole("dialog").filter({ visible: true });
  await dialog.getByText("Erases 0 files").waitFor(patience);
  assert.ok(await dialog.getByRole("button", { name: "Erase the tenant" }).isDisabled());
  await dialog.getByLabel("Type Quarry to confirm").fill("Quarry");
  await dialog.getByRole("button", { name: "Erase the tenant" }).click();
  await see("The tenant will be erased");
  await look("erasure");
  await page.getByRole("button", { name: "Cancel the erasure" }).first().click();
  await page.getByRole("dialog").filter({ visible: true }).getByRole("button", { name: "Cancel the erasure" }).click();
  await page.getByRole("button", { name: "Erase the tenant" }).first().waitFor(patience);
});

test("sweeps, health and the audit log are shown, and the keyboard reaches everything", async () => {
  await open("Sweeps");
  await look("sweeps");
  await open("Health");
  await see("metadata");
  await look("health");
  await open("Audit log");
  await see("erasure.cancel");
  await look("audit-log");
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), "BODY");
  assert.deepEqual(complaints, [], "the browser's console");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Sign-in token").waitFor(patience);
});

/** An identity provider that signs anybody in, as an Auditor. */
async function provider(givePerson) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const asked = {};
  const server = createServer(async (request, answer) => {
    const at = new URL(request.url, "http://x");
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const send = (status, body, headers = {}) => answer.writeHead(status, { "Access-Control-Allow-Origin": "*", "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
    if (at.pathname === "/.well-known/openid-configuration")
      return send(200, { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` });
    if (at.pathname === "/keys") return send(200, { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" }] });
    if (at.pathname === "/authorize") {
      Object.assign(asked, Object.fromEntries(at.searchParams));
      return send(302, {}, { Location: `${asked.redirect_uri}?code=once&state=${asked.state}` });
    }
    let text = "";
    for await (const chunk of request) text += chunk;
    const form = new URLSearchParams(text);
    const isRight = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url") === asked.code_challenge;
    if (at.pathname !== "/token" || form.get("code") !== "once" || !isRight) return send(400, { error: "invalid_grant", error_description: "No such code." });
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const now = Math.floor(Date.now() / 1000);
    const content = `${part({ alg: "RS256", kid: "one", typ: "JWT" })}.${part({ iss: issuer, aud: "fluidcloud", iat: now, nbf: now, exp: now + 600, ...givePerson })}`;
    send(200, { access_token: `${content}.${sign("sha256", Buffer.from(content), privateKey).toString("base64url")}`, token_type: "Bearer" });
  });
  await new Promise((resolve) => server.listen(Number(process.env.ISSUER_PORT), "127.0.0.1", resolve));
  return { server, asked };
}

test("an identity provider signs in, by code and PKCE", async () => {
  const { server, asked } = await provider({ sub: "ada", name: "Ada Lovelace", roles: ["Auditor"] });
  test.after(() => server.close());
  const other = process.env.OIDC_ORIGIN;
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${other}/dashboard/tenants?code=once&state=stolen`);
  await stranger.getByText("belongs to no sign-in of this tab").waitFor(patience);
  await stranger.goto(`${other}/dashboard/tenants`);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await stranger.getByText("Ada Lovelace").waitFor(patience);
  assert.equal(asked.code_challenge_method, "S256");
  assert.equal(new URL(stranger.url()).pathname, "/dashboard/tenants", "back where it began");
  assert.equal(new URL(stranger.url()).search, "");
  await stranger.getByRole("table").getByRole("link").first().waitFor(patience);
  assert.equal(await stranger.getByRole("button", { name: "Create" }).count(), 0, "an auditor changes nothing");
  await stranger.getByRole("link", { name: "Audit log", exact: true }).click();
  const [download] = await Promise.all([stranger.waitForEvent("download", patience), stranger.getByRole("button", { name: "Export CSV" }).click()]);
  assert.equal(download.suggestedFilename(), "audit-log.csv");
  await stranger.getByRole("button", { name: "Sign out" }).click();
  await stranger.getByRole("button", { name: "Sign in" }).waitFor(patience);
});

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { version } from "fluidcloud";

const home = process.env["FLUIDCLOUD_TEST_PACKAGE"]!;

test("the quick start is the example, which runs against a host", async () => {
  const readme = await readFile(join(home, "README.md"), "utf8");
  const example = await readFile(join(home, "examples/quick-start.mjs"), "utf8");
  assert.equal(/```js\n([\s\S]*?)```/.exec(readme)?.[1], example.slice(example.indexOf("\n") + 1));
});

test("the version is the package's", async () => {
  const { version: expected } = JSON.parse(await readFile(join(home, "package.json"), "utf8")) as { version: string };
  assert.equal(version, expected);
});

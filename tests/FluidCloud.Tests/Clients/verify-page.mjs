// Runs the script of the page /erasure-log/verify, as it is served, over cases: [{ proof, policy, copy }], bytes in base64. Prints a verdict for each.
import { readFileSync } from 'node:fs';

const [, , base, , cases] = process.argv;
const page = await (await fetch(`${base}/erasure-log/verify`)).text();
const verify = new Function(`${page.split('<script>')[1].split('</script>')[0]}\nreturn verify;`)();
const bytes = text => new Uint8Array(Buffer.from(text, 'base64'));
for (const { proof, policy, copy } of JSON.parse(readFileSync(cases, 'utf8'))) {
  const outcome = await verify(bytes(proof), policy, copy === null ? null : bytes(copy));
  console.log(`${outcome.verdict} ${outcome.words.join(' ')}`);
}

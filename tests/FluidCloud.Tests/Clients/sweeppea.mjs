// The curl call of Sweeppea's documentation "Delete File", byte for byte but for the base URL.
// usage: node sweeppea.mjs BASE_URL API_KEY FILE_TOKEN
const [, , base, apiKey, fileToken] = process.argv;

const response = await fetch(`${base}/files/delete`, {
  method: 'POST',
  headers: {
    'Authorization': `Bearer ${apiKey}`,
    'Content-Type': 'application/json'
  },
  body: `{\n"FileToken": "${fileToken}"\n}`
});

console.log(response.status);
console.log(await response.text());

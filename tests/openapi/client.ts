// A client with types that openapi-typescript made from the description: uploads, lists and erases a file.
// usage: node client.js BASE_URL API_KEY
import createClient from 'openapi-fetch';
import type { paths, components } from './api.js';

const [, , baseUrl, key] = process.argv;
const api = createClient<paths>({ baseUrl: baseUrl!, headers: { 'X-API-Key': key! } });

type File = components['schemas']['File'];

function fail(step: string, error: unknown): never {
  throw new Error(`${step}: ${JSON.stringify(error)}`);
}

async function upload(name: string, text: string): Promise<File> {
  const spaces = await api.GET('/api/v1/spaces');
  const space = spaces.data?.[0] ?? fail('list spaces', spaces.error);
  const bytes = new TextEncoder().encode(text);
  const begun = await api.POST('/api/v1/uploads/initiate', { body: { name, size: bytes.length, space_id: space.id } });
  const ticket = begun.data ?? fail('begin', begun.error);
  const sent = await fetch(ticket.url!, { method: ticket.method, headers: ticket.headers, body: bytes });
  if (!sent.ok) fail('send', sent.status);
  const completed = await api.POST('/api/v1/uploads/complete', { body: { file_id: ticket.file_id, key: ticket.key } });
  return completed.data ?? fail('complete', completed.error);
}

async function list(space: string): Promise<File[]> {
  const listed = await api.GET('/api/v1/files', { params: { query: { space_id: space } } });
  return listed.data ?? fail('list', listed.error);
}

async function erase(id: string): Promise<void> {
  const erased = await api.DELETE('/api/v1/gdpr/files/{file_id}', { params: { path: { file_id: id } } });
  if (erased.response.status !== 204) fail('erase', erased.error);
}

const file = await upload('generated.txt', 'Hello from a generated client');
console.log(`uploaded ${file.name} (${file.size} bytes, ${file.scan_status satisfies 'pending' | 'clean' | 'infected' | 'failed'})`);
console.log(`listed ${(await list(file.space_id)).map(found => found.name).join(', ')}`);
await erase(file.id);
const gone = await api.GET('/api/v1/files/{file_id}', { params: { path: { file_id: file.id } } });
console.log(`erased: ${gone.response.status} ${gone.error?.detail}`);

// What the description does not have, the compiler refuses.
// @ts-expect-error: no such field
void (() => api.POST('/api/v1/spaces', { body: { title: 'a' } }));
// @ts-expect-error: no such value
void (() => api.GET('/api/v1/files', { params: { query: { status: 'lost' } } }));
// @ts-expect-error: it may be null
void (() => file.mime.length);

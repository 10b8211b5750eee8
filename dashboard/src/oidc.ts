/**
 * Sign-in with an identity provider: OpenID Connect, authorization code with PKCE (RFC 7636), without a secret. The access
 * token stays in this tab and ends with it.
 */

const pending = "fluidcloud.sign-in";
const held = "fluidcloud.token";

interface Pending {
  state: string;
  verifier: string;
  tokenEndpoint: string;
  clientId: string;
  /** Where the person was. */
  path: string;
}

export interface Provider {
  issuer: string;
  clientId: string;
  scope: string;
}

export const accessToken = () => sessionStorage.getItem(held);

export function forgetToken() {
  sessionStorage.removeItem(held);
}

/** Registered with the provider. */
const redirectUri = () => `${window.location.origin}/dashboard`;

/** Leaves for the provider's page. */
export async function beginSignIn({ issuer, clientId, scope }: Provider): Promise<void> {
  const answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  if (!answer.ok) throw new Error(`The identity provider answered ${answer.status}.`);
  const found = (await answer.json()) as { authorization_endpoint: string; token_endpoint: string };
  const [state, verifier] = [random(), random()];
  const path = window.location.pathname;
  const wait: Pending = { state, verifier, tokenEndpoint: found.token_endpoint, clientId, path };
  sessionStorage.setItem(pending, JSON.stringify(wait));
  const challenge = base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
  const target = new URL(found.authorization_endpoint);
  target.search = new URLSearchParams({
    ...Object.fromEntries(target.searchParams), response_type: "code", client_id: clientId, redirect_uri: redirectUri(), scope, state,
    code_challenge: challenge, code_challenge_method: "S256",
  }).toString();
  window.location.assign(target);
}

/**
 * Takes the code that the provider sent back, when there is one, and trades it for a token.
 * @throws the provider refused, or the answer belongs to no sign-in of this tab
 */
export async function finishSignIn(): Promise<void> {
  const answer = new URLSearchParams(window.location.search);
  const [code, state, error] = [answer.get("code"), answer.get("state"), answer.get("error")];
  if (state === null || (code === null && error === null)) return;
  const stored = sessionStorage.getItem(pending);
  sessionStorage.removeItem(pending);
  const wait = stored === null ? undefined : (JSON.parse(stored) as Pending);
  window.history.replaceState(null, "", wait?.path ?? window.location.pathname);
  if (wait?.state !== state) throw new Error("This answer of the identity provider belongs to no sign-in of this tab.");
  if (code === null) throw new Error(answer.get("error_description") ?? `The identity provider says: ${error}`);
  const traded = await fetch(wait.tokenEndpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code", code, client_id: wait.clientId, redirect_uri: redirectUri(), code_verifier: wait.verifier,
    }),
  });
  const given = (await traded.json()) as { access_token?: string; error_description?: string };
  if (!traded.ok || given.access_token === undefined) throw new Error(given.error_description ?? `The identity provider answered ${traded.status}.`);
  sessionStorage.setItem(held, given.access_token);
}

const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));

const base64Url = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

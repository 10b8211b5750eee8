import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { ApiError, call, type Owner, type SignIn } from "./api";
import { beginSignIn, finishSignIn, forgetToken } from "./oidc";
import { Link, useRoute } from "./route";
import { Field, Problem, Shown, useChange } from "./ui";
import { AuditLog } from "./pages/AuditLog";
import { HealthPage } from "./pages/Health";
import { Overview } from "./pages/Overview";
import { Sweeps } from "./pages/Sweeps";
import { TenantPage } from "./pages/Tenant";
import { Tenants } from "./pages/Tenants";

const pages = [
  ["", "Overview"],
  ["tenants", "Tenants"],
  ["sweeps", "Sweeps"],
  ["audit-log", "Audit log"],
  ["health", "Health"],
] as const;

/** Takes the token of the printed link out of the address bar, before anything can copy it. */
function takeToken(): string {
  const token = new URLSearchParams(window.location.hash.slice(1)).get("token") ?? "";
  if (token !== "") window.history.replaceState(null, "", window.location.pathname);
  return token;
}
const printedToken = takeToken();

/** Before anything asks the host: a code that the identity provider has sent works once. */
const returned = finishSignIn().then(() => null, (error: unknown) => error as Error);

export function App() {
  const back = useQuery({ queryKey: ["returned"], queryFn: () => returned, staleTime: Infinity });
  if (back.data === undefined) return <p className="quiet" role="status">Loading…</p>;
  return <Inside refused={back.data} />;
}

function Inside({ refused }: { refused: Error | null }) {
  const me = useQuery({ queryKey: ["me"], queryFn: () => call<Owner>("GET", "me") });
  if (me.isError && me.error instanceof ApiError && me.error.status === 401) return <SignInPage refused={refused} />;
  return <Shown query={me}>{(owner) => <Signed owner={owner} />}</Shown>;
}

function SignInPage({ refused }: { refused: Error | null }) {
  const [token, setToken] = useState(printedToken);
  const kind = useQuery({ queryKey: ["sign-in"], queryFn: () => call<SignIn>("GET", "sign-in") });
  const signIn = useChange((given: string) => call<Owner>("POST", "session", { token: given.trim() }));
  const leave = useMutation({ mutationFn: beginSignIn });
  const tried = useRef(false);
  useEffect(() => {
    if (printedToken === "" || tried.current) return;
    tried.current = true;
    signIn.mutate(printedToken);
  }, [signIn]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(token);
  };
  return (
    <main className="door">
      <h1>FluidCloud</h1>
      <Shown query={kind}>
        {({ issuer, client_id, scope }) =>
          issuer !== null && client_id !== null ? (
            <div className="card">
              <p>Owners of this deployment sign in at <span className="wrap">{new URL(issuer).host}</span>.</p>
              <Problem error={leave.error ?? refused} />
              <button className="main" disabled={leave.isPending} onClick={() => leave.mutate({ issuer, clientId: client_id, scope: scope ?? "openid" })}>Sign in</button>
            </div>
          ) : (
            <form onSubmit={submit}>
              <Field label="Sign-in token" hint="./run prints it, and a new one after each use.">
                {(id) => <input id={id} type="password" value={token} onChange={(event) => setToken(event.target.value)} autoComplete="off" required />}
              </Field>
              <Problem error={signIn.error} />
              <button className="main" disabled={signIn.isPending}>Sign in</button>
            </form>
          )
        }
      </Shown>
    </main>
  );
}

function Signed({ owner }: { owner: Owner }) {
  const route = useRoute();
  const client = useQueryClient();
  const at = route[0] ?? "";
  const signOut = useChange(() => call("DELETE", "session"), () => {
    forgetToken();
    void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== "returned" });
  });
  return (
    <>
      <a className="skip" href="#content">Skip to the content</a>
      <header>
        <strong>FluidCloud</strong>
        <nav aria-label="Pages">{pages.map(([path, name]) => <Link key={path} to={path} current={path === at}>{name}</Link>)}</nav>
        <span className="who">{owner.name} <small>{owner.role}</small> <button onClick={() => signOut.mutate()}>Sign out</button></span>
      </header>
      <main id="content" tabIndex={-1}>
        {at === "" && <Overview />}
        {at === "tenants" && (route[1] === undefined ? <Tenants role={owner.role} /> : <TenantPage id={route[1]} tab={route[2] ?? "usage"} role={owner.role} key={route[1]} />)}
        {at === "sweeps" && <Sweeps role={owner.role} />}
        {at === "audit-log" && <AuditLog />}
        {at === "health" && <HealthPage />}
        {!pages.some(([path]) => path === at) && <p className="empty">There is no such page.</p>}
      </main>
    </>
  );
}

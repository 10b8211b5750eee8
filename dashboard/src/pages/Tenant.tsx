import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import {
  call, page, type Erasure, type ErasurePreview, type Folder, type Key, type Owner, type Share, type Space, type StoredFile, type Tenant, type Trash, type Usage,
  type UsageOfDay,
} from "../api";
import { Link } from "../route";
import { Uploader } from "../Uploader";
import { Badge, Bars, Confirm, Field, LineChart, Paged, Problem, Shown, Table, Tile, useChange } from "../ui";
import { bytes, count, limit, many, time, timeLeft } from "../words";
import { Receipts } from "./Receipts";
import { Progress, SweepState } from "./Sweeps";
import { State } from "./Tenants";

type Role = Owner["role"];

interface PartProps {
  tenant: Tenant;
  /** The path of its routes. */
  path: string;
  role: Role;
}

const tabs = [
  ["usage", "Usage", UsageTab],
  ["files", "Files", FilesTab],
  ["trash", "Trash", TrashTab],
  ["receipts", "Receipts", Receipts],
  ["links", "Links", LinksTab],
  ["keys", "Keys", KeysTab],
  ["settings", "Settings", SettingsTab],
  ["erase", "Erase", EraseTab],
] as const;

export function TenantPage({ id, tab, role }: { id: string; tab: string; role: Role }) {
  const tenant = useQuery({ queryKey: ["tenant", id], queryFn: () => call<Tenant>("GET", `tenants/${id}`) });
  const Part = tabs.find(([name]) => name === tab)?.[2];
  return (
    <Shown query={tenant}>
      {(found) => (
        <>
          <p className="quiet"><Link to="tenants">Tenants</Link> / <code>{id}</code></p>
          <h1>{found.name} <State tenant={found} /></h1>
          <nav className="tabs" aria-label="Of this tenant">{tabs.map(([name, title]) => <Link key={name} to={`tenants/${id}/${name}`} current={name === tab}>{title}</Link>)}</nav>
          {Part === undefined ? <p className="empty">There is no such page.</p> : <Part tenant={found} path={`tenants/${id}`} role={role} />}
        </>
      )}
    </Shown>
  );
}

function UsageTab({ path }: PartProps) {
  const usage = useQuery({ queryKey: ["usage", path], queryFn: () => call<Usage>("GET", `${path}/usage`) });
  const history = useQuery({ queryKey: ["history", path], queryFn: () => call<UsageOfDay[]>("GET", `${path}/usage/history?days=90`) });
  return (
    <>
      <Shown query={usage}>
        {(found) => (
          <>
            <dl className="tiles">
              <Tile label="Stored" value={bytes(found.bytes)} note={`of ${limit(found.bytes_limit, bytes)}`} />
              <Tile label="Files" value={count(found.files)} note={`in ${many(found.folders, "folder")}`} />
              <Tile label="In Trash" value={count(found.trash_files)} note={bytes(found.trash_bytes)} />
              <Tile label="Expiring links" value={count(found.links)} note={`of ${limit(found.links_limit, count)}`} />
              <Tile label="Calls this month" value={count(found.calls_of_month)} />
            </dl>
            <div className="charts">
              <Bars label="By app" bars={found.apps.map((app) => ({ name: app.app, value: app.bytes }))} words={bytes} />
              <Bars label="By space" bars={found.spaces.map((space) => ({ name: space.name, value: space.bytes }))} words={bytes} />
            </div>
          </>
        )}
      </Shown>
      <Shown query={history}>
        {(days) => <LineChart label="Bytes over 90 days" points={days.map((day) => ({ at: day.day, value: day.bytes }))} words={bytes} />}
      </Shown>
    </>
  );
}

function FilesTab({ path, role }: PartProps) {
  const spaces = useQuery({ queryKey: ["spaces", path], queryFn: () => page<Space>(`${path}/spaces?limit=100`) });
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [trail, setTrail] = useState<Folder[]>([]);
  const [search, setSearch] = useState("");
  return (
    <Shown query={spaces}>
      {({ items }) => {
        const space = chosen ?? items[0]?.id;
        if (space === undefined) return <p className="empty">The tenant has no space yet.</p>;
        const folder = trail.at(-1);
        const within = search !== "" ? `&recursive=true&q=${encodeURIComponent(search)}` : folder === undefined ? "" : `&folder_id=${folder.id}`;
        return (
          <>
            <div className="row">
              <Field label="Space">
                {(id) => (
                  <select id={id} value={space} onChange={(event) => { setChosen(event.target.value); setTrail([]); }}>
                    {items.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
                  </select>
                )}
              </Field>
              <Field label="Search in the space">{(id) => <input id={id} type="search" value={search} onChange={(event) => setSearch(event.target.value)} />}</Field>
            </div>
            {search === "" && (
              <>
                <nav aria-label="Folders above" className="row">
                  <button className="link" onClick={() => setTrail([])}>Top</button>
                  {trail.map((one, index) => <button className="link" key={one.id} onClick={() => setTrail(trail.slice(0, index + 1))}>/ {one.name}</button>)}
                </nav>
                <Paged<Folder> path={`${path}/folders?limit=50&space_id=${space}${folder === undefined ? "" : `&parent_id=${folder.id}`}`} caption="Folders" empty="No folders here."
                  columns={[{ head: "Folder", cell: (one) => <button className="link" onClick={() => setTrail([...trail, one])}>{one.name}</button> }]} />
              </>
            )}
            <Paged<StoredFile> path={`${path}/files?limit=50&space_id=${space}${within}`} caption="Files" empty="No files here." columns={fileColumns(path, role, false)} />
            {role !== "auditor" && search === "" && <Uploader tenant={path} place={folder === undefined ? { space_id: space } : { space_id: space, folder_id: folder.id }} />}
          </>
        );
      }}
    </Shown>
  );
}

const fileColumns = (path: string, role: Role, inTrash: boolean, daysKept: number | null = null) => [
  { head: "Name", cell: (file: StoredFile) => file.name },
  { head: "Size", cell: (file: StoredFile) => (file.size === null ? "" : bytes(file.size)), number: true },
  { head: "Type", cell: (file: StoredFile) => file.mime ?? file.scan_status },
  { head: inTrash ? "Trashed" : "Uploaded", cell: (file: StoredFile) => time(inTrash ? file.deleted_at : file.created_at) },
  ...(inTrash ? [{ head: "Goes", cell: (file: StoredFile) => timeLeft(file.deleted_at, daysKept) }] : []),
  { head: "Actions", cell: (file: StoredFile) => <FileActions path={path} file={file} role={role} inTrash={inTrash} /> },
];

function FileActions({ path, file, role, inTrash }: { path: string; file: StoredFile; role: Role; inTrash: boolean }) {
  const move = useChange((verb: string) => call("POST", `${path}/files/${file.id}/${verb}`));
  return (
    <div className="row">
      {!inTrash && file.scan_status === "clean" && <Preview path={path} file={file} />}
      {role !== "auditor" && <button disabled={move.isPending} onClick={() => move.mutate(inTrash ? "restore" : "trash")}>{inTrash ? "Restore" : "Trash"}</button>}
      {role === "owner" && (
        <Confirm action="Erase" run={() => call("DELETE", `${path}/files/${file.id}`)}
          say={() => Promise.resolve(`Erases 1 file for good: ${file.name}, ${bytes(file.size ?? 0)}, with its links. It can't be restored.`)} />
      )}
      <Problem error={move.error} />
    </div>
  );
}

/** Shows an image here; anything else opens in a tab of its own. */
function Preview({ path, file }: { path: string; file: StoredFile }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const link = useMutation({ mutationFn: () => call<{ url: string; kind: string }>("GET", `${path}/files/${file.id}/preview`) });
  const open = () => {
    dialog.current?.showModal();
    link.mutate(); // Each time anew: a signed URL does not last.
  };
  return (
    <>
      <button onClick={open}>Preview</button>
      <dialog ref={dialog} aria-label={`Preview of ${file.name}`}>
        <h2>{file.name}</h2>
        {link.isPending && <p role="status">Loading…</p>}
        {link.data?.kind === "image" && <img className="preview" src={link.data.url} alt={file.name} />}
        {link.data !== undefined && <p><a href={link.data.url} target="_blank" rel="noopener noreferrer">Open it in a new tab</a></p>}
        <Problem error={link.error} />
        <div className="row end"><button onClick={() => dialog.current?.close()}>Close</button></div>
      </dialog>
    </>
  );
}

function TrashTab({ path, role }: PartProps) {
  const trash = useQuery({ queryKey: ["trash", path], queryFn: () => call<Trash>("GET", `${path}/trash`), refetchInterval: 2000 });
  const whatGoes = async () => {
    const found = await call<{ files: number; bytes: number }>("DELETE", `${path}/trash?dry_run=true`);
    return `Erases ${many(found.files, "file")} of ${bytes(found.bytes)} for good, with their links. They can't be restored.`;
  };
  return (
    <Shown query={trash}>
      {(found) => (
        <>
          <div className="row between">
            <p>{many(found.files, "file")} of {bytes(found.bytes)} in Trash; {found.retention_days === null ? "kept until it is emptied" : `each goes after ${many(found.retention_days, "day")}`}.</p>
            {role === "owner" && <Confirm action="Empty Trash" disabled={found.files === 0} say={whatGoes} run={() => call("DELETE", `${path}/trash`)} />}
          </div>
          {found.sweeps.map((sweep) => (
            <p key={sweep.id} className="row"><SweepState sweep={sweep} /> <Progress sweep={sweep} /> <small>began {time(sweep.started_at)}</small></p>
          ))}
          <Paged<StoredFile> path={`${path}/files?limit=50&trash=true`} version={found.files} caption="Files in Trash" empty="Trash is empty." columns={fileColumns(path, role, true, found.retention_days)} />
        </>
      )}
    </Shown>
  );
}

function LinksTab({ path, role }: PartProps) {
  return (
    <Paged<Share> path={`${path}/shares?limit=50`} caption="Links" empty="The tenant has no links."
      columns={[
        { head: "File", cell: (share) => <code>{share.file_id}</code> },
        { head: "May", cell: (share) => share.permission },
        { head: "Expires", cell: (share) => time(share.expires_at) },
        { head: "Made", cell: (share) => time(share.created_at) },
        {
          head: "Actions",
          cell: (share) => role !== "auditor" && (
            <Confirm action="Revoke" say={() => Promise.resolve("Ends this 1 link: whoever has it gets a 404.")} run={() => call("DELETE", `${path}/shares/${share.id}`)} />
          ),
        },
      ]} />
  );
}

const scopes = ["files:read", "files:write", "folders:read", "folders:write", "spaces:read", "spaces:write", "shares:read", "shares:write", "quota:read"];

function KeysTab({ path, role }: PartProps) {
  const keys = useQuery({ queryKey: ["keys", path], queryFn: () => call<Key[]>("GET", `${path}/keys`) });
  return (
    <>
      {role === "owner" && <NewKey path={path} />}
      <Shown query={keys}>
        {(found) => (
          <Table caption="Keys" empty="The tenant has no keys." items={found}
            columns={[
              { head: "Key", cell: (key) => <><code>{key.prefix}</code> {key.label}</> },
              { head: "May", cell: (key) => <span className="wrap">{key.scopes.join(", ")}{key.may_erase ? "" : "; not erase"}</span> },
              { head: "App", cell: (key) => key.app ?? "any" },
              { head: "Last used", cell: (key) => key.last_used_on ?? "never" },
              { head: "Expires", cell: (key) => time(key.expires_at) },
              {
                head: "Actions",
                cell: (key) => key.revoked_at !== null ? <Badge kind="bad">revoked</Badge> : role === "owner" && (
                  <Confirm action="Revoke" say={() => Promise.resolve(`Ends 1 key, ${key.prefix}: every call with it gets a 401 from now on.`)} run={() => call("DELETE", `${path}/keys/${key.id}`)} />
                ),
              },
            ]} />
        )}
      </Shown>
    </>
  );
}

function NewKey({ path }: { path: string }) {
  const [label, setLabel] = useState("");
  const [app, setApp] = useState("");
  const [mayErase, setMayErase] = useState(false);
  const [granted, setGranted] = useState<string[]>(["files:read"]);
  const create = useChange(() =>
    call<{ id: string; key: string }>("POST", `${path}/keys`, {
      scopes: granted, may_erase: mayErase, ...(label === "" ? {} : { label }), ...(app === "" ? {} : { app, only_app: true }),
    }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <details>
      <summary>New key</summary>
      <form onSubmit={submit}>
        <div className="row">
          <Field label="Label">{(id) => <input id={id} value={label} maxLength={200} onChange={(event) => setLabel(event.target.value)} />}</Field>
          <Field label="Only this app" hint="Without one it opens all apps.">
            {(id) => <input id={id} value={app} maxLength={64} pattern="[a-z0-9_\-]+" onChange={(event) => setApp(event.target.value)} />}
          </Field>
        </div>
        <fieldset className="row">
          <legend>May</legend>
          {scopes.map((scope) => (
            <label key={scope}>
              <input type="checkbox" checked={granted.includes(scope)}
                onChange={(event) => setGranted(event.target.checked ? [...granted, scope] : granted.filter((one) => one !== scope))} /> {scope}
            </label>
          ))}
          <label><input type="checkbox" checked={mayErase} onChange={(event) => setMayErase(event.target.checked)} /> erase for good</label>
        </fieldset>
        <button className="main" disabled={create.isPending || granted.length === 0}>Create key</button>
        <Problem error={create.error} />
        {create.data !== undefined && (
          <p className="note good" role="status">Copy it now; it is never shown again: <code className="wrap">{create.data.key}</code></p>
        )}
      </form>
    </details>
  );
}

function SettingsTab({ tenant, path, role }: PartProps) {
  const [quota, setQuota] = useState(String(tenant.bytes_limit));
  const [days, setDays] = useState(String(tenant.trash_retention_days ?? 0));
  const save = useChange(() => call("PATCH", path, { limits: { bytes: Number(quota) }, trash_retention_days: Number(days) }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const suspended = tenant.suspended_at !== null;
  return (
    <>
      <form onSubmit={submit}>
        <Field label="Quota in bytes" hint="-1 is unlimited.">{(id) => <input id={id} type="number" min={-1} value={quota} onChange={(event) => setQuota(event.target.value)} />}</Field>
        <Field label="Days in Trash" hint="After so many days what is in Trash is erased for good; 0 keeps it.">
          {(id) => <input id={id} type="number" min={0} max={3650} value={days} onChange={(event) => setDays(event.target.value)} />}
        </Field>
        <button className="main" disabled={save.isPending || role === "auditor"}>Save</button>
        {save.isSuccess && <p role="status">Saved.</p>}
        <Problem error={save.error} />
      </form>
      {role !== "auditor" && (
        <section>
          <h2>{suspended ? "Suspended" : "Suspend"}</h2>
          <Confirm action={suspended ? "Let its keys work again" : "Suspend the tenant"} run={() => call("PATCH", path, { suspended: !suspended })}
            say={async () => {
              const working = (await call<Key[]>("GET", `${path}/keys`)).filter((key) => key.revoked_at === null).length;
              return suspended ? `${many(working, "key")} will work again.` : `${many(working, "key")} will get 403 until you end it. Links go on.`;
            }} />
        </section>
      )}
    </>
  );
}

function EraseTab({ tenant, path, role }: PartProps) {
  const open = useQuery({ queryKey: ["erasures", path], queryFn: () => call<Erasure[]>("GET", `${path}/erasures`), refetchInterval: 2000 });
  const usage = useQuery({ queryKey: ["usage", path], queryFn: () => call<Usage>("GET", `${path}/usage`) });
  const say = async (app: string | undefined) => {
    const found = await call<ErasurePreview>("GET", `${path}/erasure-preview${app === undefined ? "" : `?app=${app}`}`);
    return `Erases ${many(found.files, "file")} of ${bytes(found.bytes)}, ${many(found.links, "link")} and ${many(found.keys, "key")} for good. `
      + (app === undefined ? "It begins after a delay, in which you can cancel it." : "It begins at once and can't be stopped.");
  };
  return (
    <Shown query={open}>
      {(erasures) => (
        <>
          {erasures.map((one) => <OpenErasure key={one.id} erasure={one} path={path} role={role} />)}
          {erasures.length === 0 && role === "owner" && (
            <section className="note bad">
              <h2>The whole tenant</h2>
              <p>Every file, record, link and key of {tenant.name}. Only receipts stay.</p>
              <Confirm action="Erase the tenant" typed={tenant.name} say={() => say(undefined)} run={() => call("POST", `${path}/erasures`, { confirm: tenant.name })} />
            </section>
          )}
          {erasures.length === 0 && role !== "owner" && <p className="empty">Only an owner may erase.</p>}
          {erasures.length === 0 && role === "owner" && (
            <Shown query={usage}>
              {({ apps }) => (
                <Table caption="Apps" empty="The tenant has files of no app." items={apps.map((app) => ({ id: app.app, ...app }))}
                  columns={[
                    { head: "App", cell: (app) => app.app },
                    { head: "Files", cell: (app) => count(app.files), number: true },
                    { head: "Stored", cell: (app) => bytes(app.bytes), number: true },
                    {
                      head: "Actions",
                      cell: (app) => <Confirm action="Erase the app" typed={app.app} say={() => say(app.app)} run={() => call("POST", `${path}/erasures`, { app: app.app, confirm: app.app })} />,
                    },
                  ]} />
              )}
            </Shown>
          )}
        </>
      )}
    </Shown>
  );
}

const waits = {
  files: "its files are being purged",
  requests: "requests that had begun are ending",
  uploads: "signed upload URLs are expiring",
  links: "the edge is forgetting its links",
};

function OpenErasure({ erasure, path, role }: { erasure: Erasure; path: string; role: Role }) {
  return (
    <section className="note bad" aria-live="polite">
      <h2>{erasure.app === null ? "The tenant" : `The app ${erasure.app}`} {erasure.state === "waiting" ? "will be erased" : "is being erased"}</h2>
      {erasure.state === "waiting" ? <p>It begins {time(erasure.starts_at)}.</p> : (
        <>
          <p>{many(erasure.files, "file")} of {bytes(erasure.bytes)} erased so far{erasure.waits_for === null ? "" : `; ${waits[erasure.waits_for]}`}. Goes on by {time(erasure.next_at)}.</p>
          {erasure.sweep !== null && <Progress sweep={erasure.sweep} />}
        </>
      )}
      {erasure.state === "waiting" && role === "owner" && (
        <Confirm action="Cancel the erasure" say={() => Promise.resolve("Nothing has been erased yet, and nothing will be.")} run={() => call("DELETE", `${path}/erasures/${erasure.id}`)} />
      )}
    </section>
  );
}

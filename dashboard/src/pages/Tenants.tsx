import { useDeferredValue, useState, type FormEvent } from "react";
import { call, type Owner, type Tenant } from "../api";
import { go, Link } from "../route";
import { Badge, Field, Paged, Problem, useChange } from "../ui";
import { bytes, limit, time } from "../words";

export function Tenants({ role }: { role: Owner["role"] }) {
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search);
  return (
    <>
      <h1>Tenants</h1>
      <div className="row between">
        <Field label="Search by name">{(id) => <input id={id} type="search" value={search} onChange={(event) => setSearch(event.target.value)} />}</Field>
        {role !== "auditor" && <NewTenant />}
      </div>
      <Paged<Tenant> path={`tenants?limit=25${wanted === "" ? "" : `&q=${encodeURIComponent(wanted)}`}`} caption="Tenants" empty="No tenant is called that."
        columns={[
          { head: "Name", cell: (tenant) => <Link to={`tenants/${tenant.id}`}>{tenant.name}</Link> },
          { head: "State", cell: (tenant) => <State tenant={tenant} /> },
          { head: "Quota", cell: (tenant) => limit(tenant.bytes_limit, bytes), number: true },
          { head: "Since", cell: (tenant) => time(tenant.created_at) },
        ]} />
    </>
  );
}

export function State({ tenant }: { tenant: Tenant }) {
  if (tenant.erasing_since !== null) return <Badge kind="bad">being erased</Badge>;
  return tenant.suspended_at === null ? <Badge kind="good">active</Badge> : <Badge kind="wait">suspended</Badge>;
}

function NewTenant() {
  const [name, setName] = useState("");
  const create = useChange(() => call<Tenant>("POST", "tenants", { name }), (tenant) => go(`tenants/${tenant.id}`));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className="row" onSubmit={submit}>
      <Field label="New tenant">{(id) => <input id={id} value={name} required maxLength={200} placeholder="Name" onChange={(event) => setName(event.target.value)} />}</Field>
      <button className="main" disabled={create.isPending}>Create</button>
      <Problem error={create.error} />
    </form>
  );
}

import { useQuery } from "@tanstack/react-query";
import { call, page, type Erasure, type Health, type Sweep, type Tenant } from "../api";
import { Link } from "../route";
import { Badge, Shown, Table, Tile } from "../ui";
import { bytes, count, many, time } from "../words";

export function Overview() {
  const tenants = useQuery({ queryKey: ["list", "newest"], queryFn: () => page<Tenant>("tenants?limit=100") });
  const sweeps = useQuery({ queryKey: ["sweeps"], queryFn: () => call<{ tenant_id: string; sweep: Sweep }[]>("GET", "sweeps"), refetchInterval: 5000 });
  const erasures = useQuery({ queryKey: ["erasures"], queryFn: () => call<Erasure[]>("GET", "erasures"), refetchInterval: 5000 });
  const health = useQuery({ queryKey: ["health"], queryFn: () => call<Health>("GET", "health"), refetchInterval: 30000 });
  return (
    <>
      <h1>Overview</h1>
      <dl className="tiles">
        <Tile label="Tenants" value={tenants.data === undefined ? "…" : `${count(tenants.data.items.length)}${tenants.data.next === undefined ? "" : "+"}`} />
        <Tile label="Sweeps at work" value={sweeps.data === undefined ? "…" : count(sweeps.data.length)}
          note={stalledNote(sweeps.data?.filter(({ sweep }) => sweep.state === "stalled").length ?? 0)} />
        <Tile label="Erasures waiting or running" value={erasures.data === undefined ? "…" : count(erasures.data.length)} />
        <Tile label="Health" value={health.data === undefined ? "…" : health.data.status === "ready" ? "Ready" : "Not ready"} />
      </dl>
      <h2>Erasures of apps and tenants</h2>
      <Shown query={erasures}>
        {(open) => (
          <Table caption="Erasures" items={open} empty="None waits or runs."
            columns={[
              { head: "What", cell: (one) => <Link to={`tenants/${one.tenant_id}/erase`}>{one.app === null ? "Tenant" : `App ${one.app}`}</Link> },
              { head: "State", cell: (one) => <Badge kind="wait">{one.state}</Badge> },
              { head: "Erased", cell: (one) => `${many(one.files, "file")}, ${bytes(one.bytes)}`, number: true },
              { head: "Begins or goes on", cell: (one) => time(one.next_at) },
            ]} />
        )}
      </Shown>
    </>
  );
}

const stalledNote = (stalled: number) => (stalled === 0 ? "none stalled" : `${stalled} stalled`);

import { useQuery } from "@tanstack/react-query";
import { call, type Owner, type Sweep } from "../api";
import { Link } from "../route";
import { Badge, Shown, Table, useChange } from "../ui";
import { count, many, time } from "../words";

export function Sweeps({ role }: { role: Owner["role"] }) {
  const sweeps = useQuery({
    queryKey: ["sweeps"],
    queryFn: () => call<{ tenant_id: string; sweep: Sweep }[]>("GET", "sweeps"),
    refetchInterval: 2000,
  });
  const resume = useChange(({ tenant, sweep }: { tenant: string; sweep: string }) => call("POST", `tenants/${tenant}/sweeps/${sweep}/resume`));
  return (
    <>
      <h1>Sweeps</h1>
      <p className="quiet">What purges files now, in all tenants. A stalled one needs a look: it gave up on some files.</p>
      <Shown query={sweeps}>
        {(open) => (
          <Table caption="Sweeps" empty="No sweep is at work." items={open.map(({ tenant_id, sweep }) => ({ ...sweep, tenant_id }))}
            columns={[
              { head: "Tenant", cell: (one) => <Link to={`tenants/${one.tenant_id}/trash`}>{one.tenant_id.slice(0, 8)}</Link> },
              { head: "State", cell: (one) => <SweepState sweep={one} /> },
              { head: "Progress", cell: (one) => <Progress sweep={one} /> },
              { head: "Began", cell: (one) => time(one.started_at) },
              {
                head: "Action",
                cell: (one) => one.state === "stalled" && role !== "auditor"
                  && <button onClick={() => resume.mutate({ tenant: one.tenant_id, sweep: one.id })}>Try again</button>,
              },
            ]} />
        )}
      </Shown>
    </>
  );
}

export function SweepState({ sweep }: { sweep: Sweep }) {
  return <Badge kind={sweep.state === "done" ? "good" : sweep.state === "stalled" ? "bad" : "wait"}>{sweep.state}</Badge>;
}

export function Progress({ sweep }: { sweep: Sweep }) {
  const failed = sweep.files_failed === 0 ? "" : `, ${count(sweep.files_failed)} failed`;
  if (sweep.files_total === null) return <>{many(sweep.files_done, "file")} erased{failed}</>;
  return (
    <span className="progress">
      <progress value={sweep.files_done} max={Math.max(sweep.files_total, sweep.files_done, 1)} aria-label="Files erased" />
      {count(sweep.files_done)} of {count(sweep.files_total)}{failed}
    </span>
  );
}

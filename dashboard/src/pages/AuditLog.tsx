import { useMutation } from "@tanstack/react-query";
import { save, type LogLine } from "../api";
import { Link } from "../route";
import { Paged, Problem } from "../ui";
import { time } from "../words";

export function AuditLog() {
  const exported = useMutation({ mutationFn: (name: string) => save(name, name) });
  return (
    <>
      <h1>Audit log</h1>
      <Problem error={exported.error} />
      <div className="row between">
        <p className="quiet">What owners asked for, the newest first. A line is written before the deed and never changed.</p>
        <div className="row">
          <button onClick={() => exported.mutate("audit-log.csv")}>Export CSV</button>
          <button onClick={() => exported.mutate("audit-log.jsonl")}>Export JSON Lines</button>
        </div>
      </div>
      <Paged<LogLine> path="audit-log?limit=50" caption="Audit log" empty="Nothing was changed yet."
        columns={[
          { head: "When", cell: (line) => time(line.at) },
          { head: "Who", cell: (line) => <>{line.name} <small>{line.role}</small></> },
          { head: "What", cell: (line) => <code>{line.action}</code> },
          { head: "Tenant", cell: (line) => line.tenant_id !== null && <Link to={`tenants/${line.tenant_id}`}>{line.tenant_id.slice(0, 8)}</Link> },
          { head: "Details", cell: (line) => Object.entries(line.details).map(([name, value]) => `${name} ${value}`).join(", ") },
        ]} />
    </>
  );
}

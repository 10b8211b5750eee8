import { type LogLine } from "../api";
import { Link } from "../route";
import { Paged } from "../ui";
import { time } from "../words";

export function AuditLog() {
  return (
    <>
      <h1>Audit log</h1>
      <div className="row between">
        <p className="quiet">What owners asked for, the newest first. A line is written before the deed and never changed.</p>
        <p>Export <a href="/owner/api/audit-log.csv" download="audit-log.csv">CSV</a> <a href="/owner/api/audit-log.jsonl" download="audit-log.jsonl">JSON Lines</a></p>
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

import { useQuery } from "@tanstack/react-query";
import { call, type Health } from "../api";
import { Badge, Shown, Table } from "../ui";

export function HealthPage() {
  const health = useQuery({ queryKey: ["health"], queryFn: () => call<Health>("GET", "health"), refetchInterval: 10000 });
  return (
    <>
      <h1>Health</h1>
      <Shown query={health}>
        {({ status, dependencies }) => (
          <>
            <p><Badge kind={status === "ready" ? "good" : "bad"}>{status === "ready" ? "ready" : "not ready"}</Badge></p>
            <Table caption="What it needs" empty="Nothing is needed." items={Object.entries(dependencies).map(([id, found]) => ({ id, ...found }))}
              columns={[
                { head: "Needs", cell: (one) => one.id.replaceAll("_", " ") },
                { head: "State", cell: (one) => <Badge kind={one.state === "ok" ? "good" : "bad"}>{one.state}</Badge> },
                { head: "Note", cell: (one) => <span className="wrap">{one.note ?? ""}</span> },
              ]} />
          </>
        )}
      </Shown>
    </>
  );
}

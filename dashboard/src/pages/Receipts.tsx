import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { call, type Trash } from "../api";
import { policyOfHost, verify } from "../proof";
import { Badge, Field, Paged, Problem, Shown } from "../ui";
import { bytes, many, time } from "../words";

interface Receipt {
  file_id: string;
  size: number;
  erased_at: string;
  cause: string;
  storage: string;
  log_index: number | null;
}

/** The receipts of a tenant's sweeps, and their verification in this browser. */
export function Receipts({ path }: { path: string }) {
  const trash = useQuery({ queryKey: ["trash", path], queryFn: () => call<Trash>("GET", `${path}/trash`) });
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [policy, setPolicy] = useState("");
  // What a person has written meanwhile stays.
  useEffect(() => void policyOfHost().then((found) => setPolicy((now) => (now === "" ? found : now)), () => undefined), []);
  return (
    <>
      <p className="quiet">A receipt says that a file was erased. Its proof is checked here, in your browser; the host is not asked for a verdict.</p>
      <details>
        <summary>Whom you trust</summary>
        <Field label="Policy" hint="At first the key that this host names. To rely on nobody, put the key that you got through another channel.">
          {(id) => <textarea id={id} rows={3} value={policy} spellCheck={false} onChange={(event) => setPolicy(event.target.value)} />}
        </Field>
      </details>
      <OneFile path={path} policy={policy} />
      <Shown query={trash}>
        {({ sweeps }) => {
          const sweep = chosen ?? sweeps[0]?.id;
          if (sweep === undefined) return <p className="empty">Trash was never emptied. Each file that is erased gets a receipt.</p>;
          return (
            <>
              <Field label="Sweep">
                {(id) => (
                  <select id={id} value={sweep} onChange={(event) => setChosen(event.target.value)}>
                    {sweeps.map((one) => <option key={one.id} value={one.id}>{time(one.started_at)}, {many(one.files_done, "file")}</option>)}
                  </select>
                )}
              </Field>
              <Paged<Receipt> path={`${path}/receipts?limit=25&sweep=${sweep}`} caption="Receipts" empty="It has no receipts yet."
                columns={[
                  { head: "File", cell: (one) => <code>{one.file_id}</code> },
                  { head: "Size", cell: (one) => bytes(one.size), number: true },
                  { head: "Erased", cell: (one) => time(one.erased_at) },
                  { head: "Bytes", cell: (one) => one.storage },
                  { head: "Proof", cell: (one) => <Verify receipt={one} path={`${path}/receipts/${one.file_id}/proof`} policy={policy} /> },
                ]} />
            </>
          );
        }}
      </Shown>
    </>
  );
}

function OneFile({ path, policy }: { path: string; policy: string }) {
  const [id, setId] = useState("");
  const [wanted, setWanted] = useState<string | undefined>(undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWanted(id.trim());
  };
  return (
    <form className="row" onSubmit={submit}>
      <Field label="Id of an erased file">{(field) => <input id={field} value={id} required onChange={(event) => setId(event.target.value)} />}</Field>
      <button>Find its receipt</button>
      {wanted !== undefined && <Found key={wanted} path={`${path}/receipts/${encodeURIComponent(wanted)}`} policy={policy} />}
    </form>
  );
}

function Found({ path, policy }: { path: string; policy: string }) {
  const receipt = useQuery({ queryKey: ["receipt", path], queryFn: () => call<Receipt>("GET", path) });
  return (
    <Shown query={receipt}>
      {(found) => <p>{bytes(found.size)}, erased {time(found.erased_at)} <Verify receipt={found} path={`${path}/proof`} policy={policy} /></p>}
    </Shown>
  );
}

function Verify({ receipt, path, policy }: { receipt: Receipt; path: string; policy: string }) {
  const check = useMutation({ mutationFn: () => verify(path, policy) });
  if (receipt.log_index === null) return <>not in the log yet</>;
  return (
    <span className="row wrap" role="status">
      {check.isSuccess ? <><Badge kind="good">verified</Badge> {check.data}</> : <button disabled={check.isPending || policy === ""} onClick={() => check.mutate()} type="button">Verify</button>}
      <Problem error={check.error} />
    </span>
  );
}

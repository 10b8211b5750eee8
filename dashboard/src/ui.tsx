import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from "react";
import { page, type Page } from "./api";

/** Shows a query: that it loads, why it failed with a way to try again, or its data. */
export function Shown<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError)
    return (
      <div className="note bad" role="alert">
        <p>{query.error.message}</p>
        <button onClick={() => void query.refetch()}>Try again</button>
      </div>
    );
  return <p className="quiet" role="status">Loading…</p>;
}

export function Problem({ error }: { error: Error | null }) {
  return error === null ? null : <p className="note bad" role="alert">{error.message}</p>;
}

export function Tile({ label, value, note }: { label: string; value: string; note?: string }) {
  return (
    <div className="tile">
      <dt>{label}</dt>
      <dd>{value}{note !== undefined && <small>{note}</small>}</dd>
    </div>
  );
}

export function Badge({ kind, children }: { kind: "good" | "bad" | "wait"; children: ReactNode }) {
  return <span className={`badge ${kind}`}>{children}</span>;
}

interface Column<T> {
  head: string;
  cell: (item: T) => ReactNode;
  number?: boolean;
}

/** Receipts are named by their file. */
const keyOf = (item: { id: string } | { file_id: string }) => ("id" in item ? item.id : item.file_id);

export function Table<T extends { id: string } | { file_id: string }>({ caption, items, columns, empty }: { caption: string; items: T[]; columns: Column<T>[]; empty: string }) {
  if (items.length === 0) return <p className="empty">{empty}</p>;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>{columns.map((column) => <th key={column.head} scope="col" className={column.number === true ? "number" : undefined}>{column.head}</th>)}</tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={keyOf(item)}>
              {columns.map((column) => <td key={column.head} className={column.number === true ? "number" : undefined}>{column.cell(item)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PagedProps<T> {
  path: string;
  caption: string;
  columns: Column<T>[];
  empty: string;
  /** The list is read again when this changes. */
  version?: number;
}

/** A list that pages on the server. */
export function Paged<T extends { id: string } | { file_id: string }>({ path, version = 0, ...table }: PagedProps<T>) {
  const [pages, setPages] = useState([path]);
  useEffect(() => setPages([path]), [path]);
  const at = pages.at(-1)!;
  const query = useQuery({ queryKey: ["list", at, version], queryFn: () => page<T>(at), placeholderData: keepPreviousData });
  return (
    <Shown<Page<T>> query={query}>
      {({ items, next }) => (
        <>
          <Table items={items} {...table} />
          {(pages.length > 1 || next !== undefined) && (
            <nav className="pages" aria-label={`Pages of ${table.caption}`}>
              <button disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>Previous</button>
              <span>Page {pages.length}</span>
              <button disabled={next === undefined} onClick={() => setPages([...pages, next!])}>Next</button>
            </nav>
          )}
        </>
      )}
    </Shown>
  );
}

/** Runs a change, then reads again whatever is shown. */
export function useChange<I, O>(change: (input: I) => Promise<O>, done?: (result: O) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (result: O) => {
      await client.invalidateQueries();
      done?.(result);
    },
  });
}

export function Field({ label, hint, children }: { label: string; hint?: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint !== undefined && <small>{hint}</small>}
    </div>
  );
}

interface ConfirmProps {
  /** The button that opens it, and its title. */
  action: string;
  /** What it will do, with numbers. It is asked for when the dialog opens. */
  say: () => Promise<string>;
  /** What has to be typed; undefined asks for nothing. */
  typed?: string;
  run: () => Promise<unknown>;
  disabled?: boolean;
}

/** A destructive button: says what it will do before it does it. */
export function Confirm({ action, say, typed, run, disabled = false }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [words, setWords] = useState<string | undefined>(undefined);
  const [failed, setFailed] = useState<Error | null>(null);
  const [text, setText] = useState("");
  const change = useChange(run, () => dialog.current?.close());
  const open = () => {
    setWords(undefined);
    setFailed(null);
    setText("");
    change.reset();
    dialog.current?.showModal();
    say().then(setWords, setFailed);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <>
      <button className="danger" disabled={disabled} onClick={open}>{action}</button>
      <dialog ref={dialog} aria-labelledby={title}>
        <form onSubmit={submit}>
          <h2 id={title}>{action}</h2>
          <p>{words ?? "Counting…"}</p>
          {typed !== undefined && (
            <Field label={`Type ${typed} to confirm`}>
              {(id) => <input id={id} value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />}
            </Field>
          )}
          <Problem error={failed ?? change.error} />
          <div className="row end">
            <button type="button" onClick={() => dialog.current?.close()}>Keep</button>
            <button className="danger" disabled={words === undefined || change.isPending || (typed !== undefined && text !== typed)}>{action}</button>
          </div>
        </form>
      </dialog>
    </>
  );
}

/** A small line chart. The same numbers are in its description. */
export function LineChart({ label, points, words }: { label: string; points: { at: string; value: number }[]; words: (value: number) => string }) {
  if (points.length < 2) return <p className="empty">{label}: there is a chart after two nights, for they are measured each night.</p>;
  const [width, height] = [600, 140];
  const top = Math.max(...points.map((point) => point.value), 1);
  const spot = (value: number, index: number) => `${((index / (points.length - 1)) * width).toFixed(1)},${(height - (value / top) * (height - 8)).toFixed(1)}`;
  const line = points.map((point, index) => spot(point.value, index)).join(" ");
  const [first, last] = [points[0]!, points.at(-1)!];
  return (
    <figure className="chart">
      <figcaption>{label}<small>highest {words(top)}</small></figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img"
        aria-label={`${label}: ${words(first.value)} on ${first.at}, ${words(last.value)} on ${last.at}`}>
        <polygon points={`0,${height} ${line} ${width},${height}`} />
        <polyline points={line} vectorEffect="non-scaling-stroke" />
      </svg>
      <div className="row between"><small>{first.at}</small><small>{last.at}</small></div>
    </figure>
  );
}

export function Bars({ label, bars, words }: { label: string; bars: { name: string; value: number }[]; words: (value: number) => string }) {
  const top = Math.max(...bars.map((bar) => bar.value), 1);
  return (
    <figure className="chart">
      <figcaption>{label}</figcaption>
      {bars.length === 0 ? <p className="empty">Nothing is stored yet.</p> : (
        <ul className="bars">
          {bars.map((bar) => (
            <li key={bar.name}><span>{bar.name}</span><meter min={0} max={top} value={bar.value} aria-label={bar.name} /><span>{words(bar.value)}</span></li>
          ))}
        </ul>
      )}
    </figure>
  );
}

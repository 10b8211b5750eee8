import { useQueryClient } from "@tanstack/react-query";
import { useState, type ChangeEvent, type DragEvent } from "react";
import { filesOf, upload, type Place } from "./upload";
import { many } from "./words";

interface Progress {
  done: number;
  total: number;
  failures: string[];
}

/** Takes files and folders, dropped or chosen, and uploads them one after another. */
export function Uploader({ tenant, place }: { tenant: string; place: Place }) {
  const client = useQueryClient();
  const [over, setOver] = useState(false);
  const [progress, setProgress] = useState<Progress | undefined>(undefined);
  const busy = progress !== undefined && progress.done < progress.total;

  const send = async (files: File[]) => {
    const failures: string[] = [];
    for (const [done, file] of files.entries()) {
      setProgress({ done, total: files.length, failures });
      try {
        await upload(tenant, place, file);
      } catch (error) {
        failures.push(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (files.length > 0) setProgress({ done: files.length, total: files.length, failures });
    await client.invalidateQueries();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!busy) void filesOf(event.dataTransfer).then(send);
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = "";
    void send(files);
  };

  return (
    <section className={over ? "drop over" : "drop"} aria-label="Upload" onDrop={drop} onDragLeave={() => setOver(false)}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}>
      <p>Drop files or folders here. Files of a folder are put side by side.</p>
      <div className="row">
        <label>Files <input type="file" multiple disabled={busy} onChange={choose} /></label>
        <label>A folder <input type="file" multiple ref={(input) => { if (input !== null) input.webkitdirectory = true; }} disabled={busy} onChange={choose} /></label>
      </div>
      {progress !== undefined && (
        <p role="status" className="progress">
          <progress value={progress.done} max={progress.total} aria-label="Files uploaded" />
          {progress.done - progress.failures.length} of {many(progress.total, "file")} uploaded
        </p>
      )}
      {!busy && progress !== undefined && progress.failures.length > 0 && (
        <ul className="note bad" role="alert">{progress.failures.map((failure) => <li key={failure}>{failure}</li>)}</ul>
      )}
    </section>
  );
}

import { useSyncExternalStore, type MouseEvent, type ReactNode } from "react";

const base = "/dashboard/";
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** The path below `/dashboard/`, in its segments. */
export function useRoute(): string[] {
  const path = useSyncExternalStore(subscribe, () => window.location.pathname);
  return path.slice(base.length).split("/").filter(Boolean);
}

export function go(path: string) {
  window.history.pushState(null, "", base + path);
  window.scrollTo(0, 0);
  for (const listener of listeners) listener();
}

/** A link within the dashboard. Opening it in a new tab works too. */
export function Link({ to, children, current }: { to: string; children: ReactNode; current?: boolean }) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={base + to} onClick={follow} aria-current={current === true ? "page" : undefined}>
      {children}
    </a>
  );
}

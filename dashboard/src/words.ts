const whole = new Intl.NumberFormat("en");
const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const units = ["B", "KB", "MB", "GB", "TB", "PB"];

export const count = (value: number) => whole.format(value);

/** "1 file", "2,000 files". */
export const many = (value: number, word: string) => `${count(value)} ${word}${value === 1 ? "" : "s"}`;

/** In decimal units, as storage is billed. */
export function bytes(value: number): string {
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

export const time = (text: string | null) => (text === null ? "never" : moment.format(new Date(text)));

export const limit = (value: number, words: (value: number) => string) => (value < 0 ? "unlimited" : words(value));

/** When what is in Trash is erased by itself. */
export function timeLeft(trashedAt: string | null, daysKept: number | null): string {
  if (trashedAt === null || daysKept === null) return "when emptied";
  const hours = Math.round((Date.parse(trashedAt) + daysKept * 86_400_000 - Date.now()) / 3_600_000);
  return hours <= 0 ? "any time now" : hours < 48 ? `in ${many(hours, "hour")}` : `in ${many(Math.round(hours / 24), "day")}`;
}

import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The host serves dist/ under /dashboard. assetsInlineLimit 0: the policy of the page allows no data: URLs.
export default defineConfig({
  base: "/dashboard/",
  plugins: [react()],
  build: { assetsInlineLimit: 0 },
  // The sources of the SDK, which verify proofs, as a browser runs them.
  resolve: { alias: { "#platform": fileURLToPath(new URL("../sdk/typescript/src/platform/web.ts", import.meta.url)) } },
});

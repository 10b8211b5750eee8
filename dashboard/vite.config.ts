import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The host serves dist/ under /dashboard. assetsInlineLimit 0: the policy of the page allows no data: URLs.
export default defineConfig({ base: "/dashboard/", plugins: [react()], build: { assetsInlineLimit: 0 } });

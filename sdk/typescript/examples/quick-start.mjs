// FLUIDCLOUD_API_KEY=fck_live_... FLUIDCLOUD_BASE_URL=http://127.0.0.1:7071 node quick-start.mjs
import { FluidCloud } from "fluidcloud";

const fc = new FluidCloud();
const [space] = await fc.spaces.list();

const file = await fc.files.upload({
  data: new Blob(["Hello, FluidCloud"]),
  name: "hello.txt",
  space_id: space.id,
  public: true,
});
console.log(file.public_url);

const bytes = await fc.files.stream(file.id);
console.log(await new Response(bytes).text());

await fc.files.delete(file.id); // To Trash
await fc.files.deletePermanent(file.id); // For good

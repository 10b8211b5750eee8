// Rename
await fc.files.update("9f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f", {
  original_name: "final-render.png",
});

// Move into a folder
await fc.files.update("9f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f", {
  folder_id: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
});

// Move to the space root
await fc.files.update("9f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f", { folder_id: null });

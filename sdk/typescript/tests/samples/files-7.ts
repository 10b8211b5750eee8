await fc.files.delete("9f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f");

const file = await fc.files.resolve({ client_key: "results/job-7/out.png" });
console.log(file.id, file.scan_status);

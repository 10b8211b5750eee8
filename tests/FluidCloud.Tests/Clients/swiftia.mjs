// The use cases of Swiftia's documentation "Delete File" as a client has them: only the base URL is another one.
// usage: node swiftia.mjs BASE_URL API_KEY deleteFile|deleteMultipleFiles|deleteFilesByTag|cleanupOldFiles [ARGUMENT...]
const [, , base, apiKey, useCase, ...args] = process.argv;

async function deleteFile(apiKey, fileId) {
  const response = await fetch(
    `${base}/api/uploads/files/${fileId}`,
    {
      method: 'DELETE',
      headers: {
        'Authorization': `Bearer ${apiKey}`
      }
    }
  );

  const result = await response.json();

  if (result.deleted) {
    console.log(`File ${fileId} deleted successfully`);
    return true;
  } else {
    console.error(`Failed to delete file: ${result.error}`);
    return false;
  }
}

async function deleteMultipleFiles(apiKey, fileIds) {
  const results = await Promise.all(
    fileIds.map(fileId => deleteFile(apiKey, fileId))
  );

  const successCount = results.filter(r => r === true).length;
  console.log(`Deleted ${successCount} out of ${fileIds.length} files`);

  return results;
}

async function deleteFilesByTag(apiKey, tag) {
  // First, get all files with the tag
  const response = await fetch(
    `${base}/api/uploads/files?tags=${tag}`,
    {
      headers: {
        'Authorization': `Bearer ${apiKey}`
      }
    }
  );

  const data = await response.json();
  const fileIds = data.files.map(file => file.id);

  // Then delete all files with that tag
  return await deleteMultipleFiles(apiKey, fileIds);
}

async function cleanupOldFiles(apiKey, daysOld = 30) {
  const cutoffDate = new Date();
  cutoffDate.setDate(cutoffDate.getDate() - daysOld);

  // Get all files
  const response = await fetch(
    `${base}/api/uploads/files?limit=100`,
    {
      headers: {
        'Authorization': `Bearer ${apiKey}`
      }
    }
  );

  const data = await response.json();

  // Filter files older than cutoff date
  const oldFiles = data.files.filter(file => {
    const fileDate = new Date(file.createdAt);
    return fileDate < cutoffDate;
  });

  // Delete old files
  const fileIds = oldFiles.map(file => file.id);
  return await deleteMultipleFiles(apiKey, fileIds);
}

const useCases = {
  deleteFile: () => deleteFile(apiKey, args[0]),
  deleteMultipleFiles: () => deleteMultipleFiles(apiKey, args),
  deleteFilesByTag: () => deleteFilesByTag(apiKey, args[0]),
  cleanupOldFiles: () => cleanupOldFiles(apiKey),
};
await useCases[useCase]();

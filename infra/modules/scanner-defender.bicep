// Microsoft Defender for Storage on the data account: it scans what is uploaded and writes its verdict as blob index tags.
// https://learn.microsoft.com/azure/defender-for-cloud/on-upload-malware-scanning

@description('The account of bytes and queues.')
param dataStorageName string

@description('Gigabytes scanned in a month at most.')
param monthlyCap int

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataStorageName
}

resource defender 'Microsoft.Security/defenderForStorageSettings@2025-06-01' = {
  scope: account
  name: 'current'
  properties: {
    isEnabled: true
    // Whatever the subscription says of all its accounts.
    overrideSubscriptionLevelSettings: true
    malwareScanning: {
      blobScanResultsOptions: 'blobIndexTags'
      onUpload: {
        isEnabled: true
        capGBPerMonth: monthlyCap
        // Parts are scanned as the file that they become, and previews are our own.
        filters: {
          excludeBlobsWithPrefix: [
            'parts/'
            'previews/'
          ]
        }
      }
    }
    // Reads files to classify them, which nobody needs here.
    sensitiveDataDiscovery: {
      isEnabled: false
    }
  }
}

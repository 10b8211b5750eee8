// clamd as a Container App that only the virtual network reaches. Its port knows no sign-in.
// https://learn.microsoft.com/azure/container-apps/ingress-overview#tcp

@description('The name of the Container Apps environment.')
param environmentName string

@description('Its region.')
param location string

@description('Its tags.')
param tags { *: string }

@description('The network. Its subnet `scanner` is taken.')
param networkName string

@description('The image of clamd with its digest, of clamav/clamav: with signatures in it.')
param image string

var port = 3310

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' existing = {
  name: networkName

  resource subnet 'subnets' existing = {
    name: 'scanner'
  }
}

resource scanners 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: environmentName
  location: location
  tags: tags
  properties: {
    vnetConfiguration: {
      infrastructureSubnetId: network::subnet.id
      internal: true
    }
    // With diagnostics.bicep, and without a key of the workspace.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    zoneRedundant: false
  }
}

resource clamd 'Microsoft.App/containerApps@2025-07-01' = {
  name: 'clamd'
  location: location
  tags: tags
  properties: {
    environmentId: scanners.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        // Beyond the environment, which is internal: the subnet of the functions.
        external: true
        transport: 'tcp'
        targetPort: port
        exposedPort: port
      }
    }
    template: {
      containers: [
        {
          name: 'clamd'
          image: image
          // clamd holds the signatures twice while it loads new ones: ClamAV asks for 3 GiB at least and recommends 4.
          // https://docs.clamav.net/manual/Installing/Docker.html#memory-ram-requirements
          resources: {
            cpu: json('2.0')
            memory: '4Gi'
          }
          // The image writes each into clamd.conf or freshclam.conf. What clamd did not look into is an alert and not
          // clean; the sizes are FluidCloudClamAv__maxBytes (docs/configuration.md) and more.
          env: [
            { name: 'CLAMD_CONF_AlertExceedsMax', value: 'yes' }
            { name: 'CLAMD_CONF_StreamMaxLength', value: '2000M' }
            { name: 'CLAMD_CONF_MaxFileSize', value: '2000M' }
            { name: 'CLAMD_CONF_MaxScanSize', value: '2000M' }
            { name: 'FRESHCLAM_CHECKS', value: '12' }
          ]
          volumeMounts: [
            {
              volumeName: 'signatures'
              mountPath: '/var/lib/clamav'
            }
          ]
          probes: [
            // The first start fetches all signatures.
            {
              type: 'Startup'
              tcpSocket: { port: port }
              periodSeconds: 60
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              tcpSocket: { port: port }
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 6
            }
            {
              type: 'Readiness'
              tcpSocket: { port: port }
              periodSeconds: 10
              timeoutSeconds: 5
            }
          ]
        }
      ]
      // Lives as long as the replica and survives a restart of its container. Not Azure Files: a mount by SMB takes the key
      // of a storage account, by NFS a premium share, for what freshclam fetches anew in a minute.
      // https://learn.microsoft.com/azure/container-apps/storage-mounts
      volumes: [
        {
          name: 'signatures'
          storageType: 'EmptyDir'
        }
      ]
      scale: {
        minReplicas: 1
        maxReplicas: 5
        rules: [
          {
            name: 'scans'
            tcp: {
              metadata: {
                concurrentConnections: '8'
              }
            }
          }
        ]
      }
    }
  }
}

@description('Where clamd listens. TCP ingress needs no name, so no DNS zone: the address stays as long as the environment.')
output host string = scanners.properties.staticIp

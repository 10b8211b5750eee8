# What keys.sh does, for PowerShell 7: makes the keys that sign raw links and the erasure log, each once, and waits until the
# application can read them. Needs az, AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP, AZURE_KEY_VAULT_NAME and
# AZURE_FUNCTION_APP_NAME.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

function Invoke-Az {
  $response = & az @args
  if ($LASTEXITCODE -ne 0) { throw "az $($args -join ' ') failed." }
  $response
}

& az account show --subscription $env:AZURE_SUBSCRIPTION_ID --output none 2>$null
if ($LASTEXITCODE -ne 0) { throw "az does not see the subscription $env:AZURE_SUBSCRIPTION_ID. Sign in to its tenant: az login --tenant ..." }

$providers = "https://management.azure.com/subscriptions/$env:AZURE_SUBSCRIPTION_ID/resourceGroups/$env:AZURE_RESOURCE_GROUP/providers"
$secrets = "$providers/Microsoft.KeyVault/vaults/$env:AZURE_KEY_VAULT_NAME/secrets"
$references = "$providers/Microsoft.Web/sites/$env:AZURE_FUNCTION_APP_NAME/config/configreferences/appsettings"
$vaultVersion = 'api-version=2025-05-01'
$siteVersion = 'api-version=2024-11-01'

foreach ($name in @('share-signing-key', 'erasure-log-signing-key')) {
  $found = Invoke-Az rest --method get --url "${secrets}?$vaultVersion" --query "length(value[?name=='$name'])" --output tsv
  if ("$found" -eq '1') { Write-Output "$name is there."; continue }
  if ("$found" -ne '0') { throw "The vault does not say whether it has $name." }
  # By a file of this user's temporary folder: arguments are seen by every process of the machine.
  $body = New-TemporaryFile
  try {
    $key = [Convert]::ToBase64String([System.Security.Cryptography.RandomNumberGenerator]::GetBytes(32))
    Set-Content -Path $body -Value (@{ properties = @{ value = $key } } | ConvertTo-Json -Compress)
    Invoke-Az rest --method put --url "$secrets/${name}?$vaultVersion" --body "@$body" --output none
    Write-Output "$name was made."
  }
  finally {
    Remove-Item $body
  }
}

for ($attempt = 0; $attempt -lt 20; $attempt++) {
  & az rest --method post --url "$references/refresh?$siteVersion" --output none
  $resolved = & az rest --method get --url "${references}?$siteVersion" --query "length(value[?properties.status=='Resolved'])" --output tsv
  if ($LASTEXITCODE -eq 0 -and [int]"$resolved" -ge 2) { Write-Output 'The application reads its keys.'; exit 0 }
  Start-Sleep -Seconds 15
}
# No failure: the keys are made, and whether the application starts is for /health/ready to say.
Write-Warning 'The application has not read its keys yet, and does not start without. Rights may still be on their way: run this again.'
exit 0

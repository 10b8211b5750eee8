#!/bin/sh
# Makes the keys that sign raw links and the erasure log, each once: another one would end every link there is, or fork the
# log. Then waits until the application can read them. keys.ps1 does the same on Windows; running it again does no harm.
#
# A key goes to the vault through the resource provider, so no right on secrets is needed, and a vault that is closed to the
# Internet is no obstacle. Needs az, openssl, AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP, AZURE_KEY_VAULT_NAME and
# AZURE_FUNCTION_APP_NAME.
set -eu
az account show --subscription "$AZURE_SUBSCRIPTION_ID" --output none 2>/dev/null || {
  echo "az does not see the subscription $AZURE_SUBSCRIPTION_ID. Sign in to its tenant: az login --tenant ..." >&2
  exit 1
}
providers="https://management.azure.com/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$AZURE_RESOURCE_GROUP/providers"
secrets="$providers/Microsoft.KeyVault/vaults/$AZURE_KEY_VAULT_NAME/secrets"
references="$providers/Microsoft.Web/sites/$AZURE_FUNCTION_APP_NAME/config/configreferences/appsettings"
vault_version="api-version=2025-05-01"
site_version="api-version=2024-11-01"

# By a file that only its owner reads: arguments are seen by every process of the machine.
umask 077
body=$(mktemp)
trap 'rm -f "$body"' EXIT

for name in share-signing-key erasure-log-signing-key; do
  found=$(az rest --method get --url "$secrets?$vault_version" --query "length(value[?name=='$name'])" --output tsv)
  case "$found" in
    0)
      printf '{"properties": {"value": "%s"}}' "$(openssl rand -base64 32)" > "$body"
      az rest --method put --url "$secrets/$name?$vault_version" --body "@$body" --output none
      echo "$name was made."
      ;;
    1) echo "$name is there." ;;
    *)
      echo "The vault does not say whether it has $name." >&2
      exit 1
      ;;
  esac
done

# The application was made before its keys, and would look again within a day. Its right to read them may take minutes to
# arrive as well. https://learn.microsoft.com/azure/app-service/app-service-key-vault-references#understand-rotation
attempts=20
while [ "$attempts" -gt 0 ]; do
  az rest --method post --url "$references/refresh?$site_version" --output none || true
  resolved=$(az rest --method get --url "$references?$site_version" --query "length(value[?properties.status=='Resolved'])" --output tsv || echo 0)
  if [ "$resolved" -ge 2 ]; then
    echo "The application reads its keys."
    exit
  fi
  sleep 15
  attempts=$((attempts - 1))
done
# No failure: the keys are made, and whether the application starts is for /health/ready to say.
echo "The application has not read its keys yet, and does not start without. Rights may still be on their way: run this again." >&2

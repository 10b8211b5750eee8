namespace FluidCloud.Core.Tenants;

/// <summary>
/// Sets how long a tenant keeps its Trash. It applies once the call returns, except to tombstones already written and to
/// batches being processed at that moment.
/// </summary>
public sealed class SetTrashRetention(EditTenant edit)
{
    /// <param name="days">null keeps Trash forever.</param>
    /// <exception cref="FluidCloudException">404 no such tenant; 422 days out of range.</exception>
    public async Task Run(TenantId id, int? days, CancellationToken cancel)
    {
        if (days is < 1 or > Tenant.MaxTrashRetentionDays)
            throw Errors.Invalid("days", $"must be 1 to {Tenant.MaxTrashRetentionDays}");
        await edit.Run(id, tenant => tenant with { TrashRetentionDays = days }, cancel);
    }
}

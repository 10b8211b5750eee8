using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Owners;

/// <summary>Writes a line of the owners' audit log.</summary>
public sealed class RecordDeed(IMetadataStore metadata, TimeProvider time)
{
    /// <summary>Once it returns the line is stored, and the deed may begin.</summary>
    public async Task Run(Owner owner, Deed deed, CancellationToken cancel)
    {
        var entry = new OwnerLogEntry
        {
            Id = Guid.NewGuid().ToString(),
            CreatedAt = time.GetUtcNow(),
            Subject = owner.Subject,
            Name = owner.Name,
            Role = owner.Role,
            Action = deed.Action,
            TenantId = deed.Tenant,
            Target = deed.Target,
            Details = deed.Details,
        };
        var written = await metadata.Commit(Partitions.OwnerLog, [Change.Create(entry)], cancel);
        if (!written.Succeeded)
            throw new InvalidOperationException("The audit log has a line with this new id already.");
    }
}

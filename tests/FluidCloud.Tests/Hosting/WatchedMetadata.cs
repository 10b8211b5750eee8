using FluidCloud.Core.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Tests.Hosting;

/// <summary>Passes every call on to the store, after a test was told of it, who may refuse it by an exception.</summary>
internal sealed class WatchedMetadata(IMetadataStore inner, Action<MetadataCall> watch) : IMetadataStore, IDisposable
{
    /// <summary>Puts the watch around the store of an application.</summary>
    public static void Watch(IServiceCollection services, Action<MetadataCall> watch)
    {
        var store = services.Last(service => service.ServiceType == typeof(IMetadataStore));
        services.AddSingleton<IMetadataStore>(provider => new WatchedMetadata(
            (IMetadataStore)(store.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, store.ImplementationType!)), watch));
    }

    public Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType
    {
        watch(new(MetadataCall.Read, T.Type, []));
        return inner.Read<T>(partition, id, cancel);
    }

    public Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType
    {
        watch(new(MetadataCall.Query, T.Type, []));
        return inner.Query(partition, query, cancel);
    }

    public Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        watch(new(MetadataCall.Commit, null, changes));
        return inner.Commit(partition, changes, cancel);
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();
}

/// <param name="Type">Of the documents that are asked for; null for a commit.</param>
/// <param name="Changes">Of a commit.</param>
public sealed record MetadataCall(string Kind, string? Type, IReadOnlyList<Change> Changes)
{
    public const string Read = "read";
    public const string Query = "query";
    public const string Commit = "commit";
}

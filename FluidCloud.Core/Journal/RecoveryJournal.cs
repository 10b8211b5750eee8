using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Journal;

/// <summary>
/// What a restored metadata store must be told again: receipts of erased files, and revocations. Each entry is a copy of the
/// document itself, written beside the bytes, where a restore of the metadata does not reach.
/// </summary>
/// <remarks>Blobs are called <c>2026-11-27/receipt/{random}</c>: an entry may be written twice, and is never lost.</remarks>
public sealed class RecoveryJournal(IJournalStore store, TimeProvider time)
{
    /// <summary>Clocks of instances differ, and an entry may be written shortly after what it tells of.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>Writes entries. They are safe when the call returns.</summary>
    public Task Write<T>(IReadOnlyList<T> documents, CancellationToken cancel) where T : Document, IDocumentType =>
        store.Write($"{Folder<T>(time.GetUtcNow())}{Guid.NewGuid()}", JsonSerializer.SerializeToUtf8Bytes(documents, MetadataJson.Options), cancel);

    /// <summary>Reads the entries written since a time, and some older ones, in pages; entries of a day are unordered.</summary>
    /// <exception cref="JsonException">An entry is damaged: a person has to look.</exception>
    public async IAsyncEnumerable<IReadOnlyList<T>> Since<T>(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancel)
        where T : Document, IDocumentType
    {
        var end = time.GetUtcNow() + Margin;
        for (var day = (since - Margin).UtcDateTime.Date; day <= end.UtcDateTime; day = day.AddDays(1))
        {
            await foreach (var name in store.List(Folder<T>(day), cancel))
            {
                if (await store.Read(name, cancel) is { } bytes) // Storage may have deleted it meanwhile.
                    yield return JsonSerializer.Deserialize<IReadOnlyList<T>>(bytes, MetadataJson.Options)!;
            }
        }
    }

    private static string Folder<T>(DateTimeOffset day) where T : IDocumentType =>
        string.Create(CultureInfo.InvariantCulture, $"{day.UtcDateTime:yyyy-MM-dd}/{T.Type}/");
}

using System.Globalization;

namespace FluidCloud.Core.ErasureLog;

/// <summary>Says when something was there, for who trusts it: RFC 3161.</summary>
public interface ITimestampAuthority
{
    /// <returns>A token in DER over the SHA-256 of the data, with the certificate that signed it.</returns>
    Task<byte[]> Stamp(Uri url, byte[] data, CancellationToken cancel);
}

/// <summary>
/// Gets an RFC 3161 timestamp for one checkpoint a day, if an authority is configured. The checkpoint is saved before the
/// request, so that the token belongs to what is kept. A run repeats a failed request.
/// </summary>
public sealed class StampCheckpoint(IErasureLogStore store, ReadLog log, ITimestampAuthority authority, ErasureLogSettings settings, TimeProvider time)
{
    public async Task Run(CancellationToken cancel)
    {
        if (settings.TimestampUrl is not { } url || await log.Checkpoint(cancel) is not { } present)
            return;
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (await store.Read(NameOf(day, Token), cancel) is not null)
            return;
        await store.Write(NameOf(day, Checkpoint), present, version: null, cancel); // Keeps an existing one.
        var kept = await store.Read(NameOf(day, Checkpoint), cancel) ?? throw new LogDamagedException($"The checkpoint of {day} is missing.");
        await store.Write(NameOf(day, Token), await authority.Stamp(url, kept.Bytes, cancel), version: null, cancel);
    }

    /// <summary>The timestamped checkpoint of a day, or its token.</summary>
    public const string Checkpoint = "checkpoint";
    public const string Token = "tst";

    /// <param name="name">As in <c>2026-11-27.tst</c>.</param>
    /// <returns>null when there is none.</returns>
    public async Task<byte[]?> Read(string name, CancellationToken cancel) =>
        name.Split('.') is [var day, Checkpoint or Token] && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? (await store.Read($"timestamp/{name}", cancel))?.Bytes
            : null;

    private static string NameOf(string day, string what) => $"timestamp/{day}.{what}";
}

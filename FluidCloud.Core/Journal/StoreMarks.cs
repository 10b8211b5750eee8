using System.Globalization;
using System.Text;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Journal;

/// <summary>Reads and writes the mark of the metadata and its number beside the bytes.</summary>
public sealed class StoreMarks(IMetadataStore metadata, IJournalStore journal)
{
    private const string BlobName = "mark";

    /// <summary>The number beside the bytes; 0 when there is none.</summary>
    /// <exception cref="FormatException">The blob is damaged.</exception>
    public async Task<long> ReadNumber(CancellationToken cancel) => await journal.Read(BlobName, cancel) is { } bytes
        ? long.Parse(Encoding.ASCII.GetString(bytes), NumberStyles.None, CultureInfo.InvariantCulture)
        : 0;

    /// <summary>The mark of the metadata; <see cref="StoreMark.First"/> when there is none.</summary>
    public async Task<StoreMark> Read(CancellationToken cancel) =>
        await metadata.Read<StoreMark>(Partitions.Deployment, StoreMark.OnlyId, cancel) ?? StoreMark.First;

    /// <summary>Writes a mark to the metadata, and then its number beside the bytes.</summary>
    /// <param name="mark">Changed from one that was read.</param>
    /// <returns>false when another instance wrote one first; then nothing was written.</returns>
    public async Task<bool> Write(StoreMark mark, CancellationToken cancel)
    {
        var result = await metadata.Commit(Partitions.Deployment, [mark.ETag == "" ? Change.Create(mark) : Change.Replace(mark)], cancel);
        if (!result.Succeeded)
        {
            result.ExpectRaceOn(mark.Id);
            return false;
        }
        await WriteNumber(mark.Number, cancel);
        return true;
    }

    /// <summary>Repeats the second write, which an interruption may have left out.</summary>
    public Task WriteNumber(long number, CancellationToken cancel) =>
        journal.Write(BlobName, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), cancel);
}

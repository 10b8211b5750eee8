using System.Text.Json.Serialization;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Quota;

/// <summary>
/// What a tenant used on each day of a year (UTC): one document per tenant and year, some 20 bytes a day. A day without a
/// measurement is missing.
/// </summary>
public sealed record UsageHistory : Document, IDocumentType
{
    public static string Type => "usage_history";

    private const int NumbersPerDay = 4;

    public required int Year { get; init; }

    /// <summary>
    /// Four numbers a day, in the order of the days: the day of the year from 1 on, bytes, files, and bytes in Trash. Bytes and
    /// files include those in Trash.
    /// </summary>
    public IReadOnlyList<long> Numbers { get; init; } = [];

    [JsonIgnore]
    public IEnumerable<UsageOfDay> Days => Numbers.Chunk(NumbersPerDay).Select(numbers =>
        new UsageOfDay(new DateOnly(Year, 1, 1).AddDays((int)numbers[0] - 1), numbers[1], numbers[2], numbers[3]));

    public static string IdOf(int year) => FormattableString.Invariant($"usage_history:{year}");

    public UsageHistory With(UsageOfDay day) => this with { Numbers = [.. Numbers, day.Day.DayOfYear, day.Bytes, day.Files, day.TrashBytes] };
}

/// <param name="Bytes">Those in Trash included, as in <paramref name="Files"/>.</param>
public sealed record UsageOfDay(DateOnly Day, long Bytes, long Files, long TrashBytes);

using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Metering;

/// <summary>
/// How many API calls a tenant made in a calendar month (UTC). Past months stay: they are twelve small documents a year,
/// and what a tenant may ask to have explained.
/// </summary>
public sealed record MonthlyCalls : Document, IDocumentType
{
    public static string Type => "monthly_calls";

    public long Calls { get; init; }

    /// <summary>The addition that made this version: by it an instance whose answer was lost recognises its own.</summary>
    public Guid LastAddition { get; init; }

    /// <param name="month">As in <c>2026-06</c>.</param>
    public static string IdOf(string month) => "calls:" + month;
}

using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Metering;

/// <summary>
/// How many API calls a tenant made in a calendar month (UTC). Past months are kept, because a tenant may query its bill;
/// they are twelve small documents a year.
/// </summary>
public sealed record MonthlyCalls : Document, IDocumentType
{
    public static string Type => "monthly_calls";

    public long Calls { get; init; }

    /// <summary>
    /// The id of the addition that made this version, by which an instance recognises its own after a lost response.
    /// </summary>
    public Guid LastAddition { get; init; }

    /// <param name="month">As in <c>2026-06</c>.</param>
    public static string IdOf(string month) => "calls:" + month;
}

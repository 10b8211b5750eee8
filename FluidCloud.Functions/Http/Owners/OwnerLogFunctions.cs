using System.Globalization;
using System.Text;
using System.Text.Json;
using FluidCloud.Core;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Owners;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>What owners did, newest first.</summary>
public sealed class OwnerLogFunctions(OwnerPipeline owners, ReadOwnerLog read)
{
    private const string From = "The earliest moment, as in 2026-06-23T10:04:11Z.";
    private const string To = "The latest moment.";

    [Function(nameof(ListOwnerLog))]
    [Operation("List what owners did", Role = OwnerRole.Auditor, Fails = [422])]
    [Answer(200, typeof(IReadOnlyList<OwnerLogEntryOut>))]
    [Query("from", typeof(DateTimeOffset), From)]
    [Query("to", typeof(DateTimeOffset), To)]
    [Pages]
    public Task<IResult> ListOwnerLog(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/audit-log")] HttpRequest request, CancellationToken cancel) =>
        owners.Read(request, OwnerRole.Auditor, async _ => await PageQuery.Respond(
            request, await Matches(request, PageQuery.Of(request, OwnerLogNewestFirst.KeysetValues), cancel), OwnerLogEntryOut.Of, cancel));

    [Function(nameof(ExportOwnerLogCsv))]
    [Operation("Export what owners did as CSV", Role = OwnerRole.Auditor, Fails = [422], Details = "RFC 4180, with a line of names. A text that a spreadsheet takes for a formula has a ' before it.")]
    [Answer(200, Content = "text/csv")]
    [Query("from", typeof(DateTimeOffset), From)]
    [Query("to", typeof(DateTimeOffset), To)]
    public Task<IResult> ExportOwnerLogCsv(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/audit-log.csv")] HttpRequest request, CancellationToken cancel) =>
        Export(request, "audit-log.csv", "text/csv; charset=utf-8", OwnerLogCsv.Names, OwnerLogCsv.LineOf, cancel);

    [Function(nameof(ExportOwnerLogLines))]
    [Operation("Export what owners did as JSON Lines", Role = OwnerRole.Auditor, Fails = [422])]
    [Answer(200, Content = "application/jsonl")]
    [Query("from", typeof(DateTimeOffset), From)]
    [Query("to", typeof(DateTimeOffset), To)]
    public Task<IResult> ExportOwnerLogLines(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/audit-log.jsonl")] HttpRequest request, CancellationToken cancel) =>
        Export(request, "audit-log.jsonl", "application/jsonl", "", entry => JsonSerializer.Serialize(OwnerLogEntryOut.Of(entry), ApiJson.Options) + "\n", cancel);

    private Task<IResult> Export(
        HttpRequest request, string name, string type, string head, Func<OwnerLogEntry, string> line, CancellationToken cancel) =>
        owners.Read(request, OwnerRole.Auditor, async _ =>
        {
            var entries = await Matches(request, new(Limit: null, After: null), cancel);
            return Results.Stream(async body =>
            {
                await using var text = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
                await text.WriteAsync(head.AsMemory(), cancel);
                await foreach (var entry in entries.Items.WithCancellation(cancel))
                    await text.WriteAsync(line(entry).AsMemory(), cancel);
            }, type, name);
        });

    private Task<Listing<OwnerLogEntry>> Matches(HttpRequest request, ListingPage page, CancellationToken cancel) =>
        read.Run(Moment(request, "from"), Moment(request, "to"), page, cancel);

    private static DateTimeOffset? Moment(HttpRequest request, string name) =>
        QueryText.Get(request, name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment
        : throw Errors.Invalid(name, "must be a moment, as in 2026-06-23T10:04:11Z");
}

/// <param name="At">When it was asked for. The deed may have failed afterwards.</param>
/// <param name="TenantId">null when it concerned no tenant.</param>
/// <param name="Target">The id of what it changed within the tenant; null for the tenant itself.</param>
internal sealed record OwnerLogEntryOut(
    [property: Field(IsId = true)] string Id, DateTimeOffset At, [property: Field(Example = "\"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f\"")] string Subject,
    [property: Field(Example = "\"Ada Lovelace\"")] string Name, OwnerRole Role, [property: Field(Example = "\"key.create\"")] string Action, TenantId? TenantId,
    [property: Field(Example = "\"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f\"")] string? Target, IReadOnlyDictionary<string, string> Details)
{
    public static OwnerLogEntryOut Of(OwnerLogEntry entry) => new(
        entry.Id, entry.CreatedAt, entry.Subject, entry.Name, entry.Role, entry.Action, entry.TenantId, entry.Target, entry.Details);
}

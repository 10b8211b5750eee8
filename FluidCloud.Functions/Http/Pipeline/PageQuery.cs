using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary><c>limit</c> and <c>cursor</c> of a listing, and the link to its next page (statement 227).</summary>
internal static class PageQuery
{
    public const int MaxLimit = 1000;

    /// <param name="keysetValues">How many values a cursor of this listing has.</param>
    /// <exception cref="FluidCloudException">422 that names the parameter.</exception>
    public static ListingPage Of(HttpRequest request, int keysetValues) => new(
        QueryText.Get(request, "limit") is { } limit ? LimitOf(limit) : null,
        QueryText.Get(request, "cursor") is { } cursor
            ? Keyset.FromCursor(cursor, keysetValues) ?? throw Errors.Invalid("cursor", "must be taken from a Link header")
            : null);

    /// <summary>The listing as an array, with the link to its next page.</summary>
    public static Task<IResult> Respond<T, TOut>(HttpRequest request, Listing<T> listing, Func<T, TOut> show, CancellationToken cancel)
    {
        LinkNext(request, listing.Next);
        return StreamedArray<TOut>.Start(listing.Items.Select(show), cancel);
    }

    /// <summary>
    /// The same request with another cursor, as a relative reference (RFC 8288; RFC 3986, 4.2), because behind a proxy the
    /// host name that the client used is unknown.
    /// </summary>
    /// <param name="next">null after the last page: then there is no header.</param>
    private static void LinkNext(HttpRequest request, Keyset? next)
    {
        if (next is null)
            return;
        var query = new QueryBuilder(request.Query.Where(parameter => parameter.Key != "cursor")) { { "cursor", next.ToCursor() } };
        var reference = UriHelper.BuildRelative(request.PathBase, request.Path, query.ToQueryString());
        request.HttpContext.Response.Headers.Link = $"<{reference}>; rel=\"next\"";
    }

    private static int LimitOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : throw Errors.Invalid("limit", $"must be 1 to {MaxLimit}");
}

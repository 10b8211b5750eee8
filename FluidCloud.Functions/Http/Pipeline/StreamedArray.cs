using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// A JSON array written while it is read, so that a listing of any length takes little memory. What fails before the first
/// <see cref="FlushBytes"/> are sent can still be answered as an error.
/// </summary>
internal sealed class StreamedArray<T> : IResult, IAsyncDisposable
{
    private const int FlushBytes = 32 * 1024;

    private readonly IAsyncEnumerator<T> items;
    private bool hasItem;

    private StreamedArray(IAsyncEnumerator<T> items) => this.items = items;

    /// <summary>Reads the first item, so that what fails at once is still answered as an error.</summary>
    public static async Task<IResult> Start(IAsyncEnumerable<T> items, CancellationToken cancel)
    {
        var array = new StreamedArray<T>(items.GetAsyncEnumerator(cancel));
        try
        {
            array.hasItem = await array.items.MoveNextAsync();
            return array;
        }
        catch
        {
            await array.DisposeAsync();
            throw;
        }
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var disposal = this;
        httpContext.Response.ContentType = MediaTypeNames.Application.Json;
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        // Not straight into the body: what is written there can't be taken back.
        var unsent = new ArrayBufferWriter<byte>(FlushBytes);
        await using var writer = new Utf8JsonWriter(unsent, new() { Encoder = ApiJson.Options.Encoder });
        writer.WriteStartArray();
        for (; hasItem; hasItem = await items.MoveNextAsync())
        {
            JsonSerializer.Serialize(writer, items.Current, ApiJson.Options);
            if (unsent.WrittenCount + writer.BytesPending >= FlushBytes)
                await Send();
        }
        writer.WriteEndArray();
        await Send();

        // At the pace of the client.
        async Task Send()
        {
            await writer.FlushAsync(httpContext.RequestAborted);
            await httpContext.Response.Body.WriteAsync(unsent.WrittenMemory, httpContext.RequestAborted);
            unsent.ResetWrittenCount();
        }
    }

    public ValueTask DisposeAsync() => items.DisposeAsync();
}

using System.Globalization;
using System.Text;
using FluidCloud.Core.Access;
using Microsoft.OpenApi;

namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>The description as it is sent. It is made once, when it is first asked for.</summary>
public sealed class DescriptionText(RateLimits limits)
{
    private readonly Lazy<Task<byte[]>> json = new(async () =>
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        await DescribeApi.Run(limits).SerializeAsync(new OpenApiJsonWriter(text, new() { Terse = true }), OpenApiSpecVersion.OpenApi3_1);
        return Encoding.UTF8.GetBytes(text.ToString());
    });

    /// <summary>UTF-8.</summary>
    public Task<byte[]> Json => json.Value;
}

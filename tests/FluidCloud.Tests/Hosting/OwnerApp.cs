using FluidCloud.Core.Owners;
using FluidCloud.Functions.Http.Owners;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Tests.Hosting;

/// <summary>An application with owners: the people of <see cref="Issuer"/>.</summary>
public sealed class OwnerApp(AzuriteFixture azurite) : LocalApp(azurite), IAsyncLifetime
{
    public TestIssuer Issuer { get; } = new();

    protected override OwnerSettings Owners => new() { Issuer = Issuer.Address, Audience = TestIssuer.Audience, ClientId = "dashboard" };

    /// <summary>The same for the worker.</summary>
    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("FluidCloudOwners:issuer", Issuer.Address.OriginalString),
        new("FluidCloudOwners:audience", TestIssuer.Audience),
        new("FluidCloudOwners:clientId", "dashboard"),
    ];

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await Issuer.StartAsync(TestContext.Current.CancellationToken);
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Issuer.DisposeAsync();
    }

    public DateTimeOffset Now => Services.GetRequiredService<TimeProvider>().GetUtcNow();

    public string TokenOf(OwnerRole role) => Issuer.Token(Now, [role.ToString()]);

    /// <param name="path">Below <c>owner/api/</c>.</param>
    public Task<ApiResponse> AsAsync(OwnerRole role, HttpMethod method, string path, object? body = null) =>
        TenantClient.SendRawAsync(this, method, "owner/api/" + path, body, headers =>
        {
            headers.Authorization = new("Bearer", TokenOf(role));
            headers.Add(OwnerPipeline.ChangeHeader, "1");
        });
}

using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>
/// No log, however verbose, holds what is confidential. Here is shown that the search finds something, and every route is
/// sent secrets wherever a request has room for one; <see cref="LogsOfTheRunTests"/> has searched the logs of all scenarios.
/// </summary>
public class LogScanTests(LocalApp app) : IClassFixture<LocalApp>
{
    private const string Secret = "payroll-of-2026-july";

    [Fact]
    public void The_search_finds_what_it_is_for()
    {
        Confidential.Learn($$"""
            [{"original_name":"Kündigung Meier.docx","name":"folder","url":"https://store.example/files/x?sv=1&sig=aBcDeF%2B12345"},
             {"url":"https://files.example/s/tokenOfALink123"},{"client_key":"invoices/2026/0042"}]
            """);
        string[] lines =
        [
            "a | Kündigung Meier.docx", "b | see folder", "c | aBcDeF+12345", "d | GET /s/tokenOfALink123", "e | invoices/2026/0042",
            $"f | fck_live_{new string('a', 32)}", "g | https://other.example/x?sig=1", "h | 9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f purged",
        ];

        Confidential.In(lines).Select(found => found.Split(": ")[1][0]).ShouldBe(['a', 'c', 'd', 'e', 'f', 'g']);
    }

    [Fact]
    public async Task Whatever_a_request_holds_stays_out_of_the_log()
    {
        Confidential.Learn($$"""{"name":"{{Secret}}"}""");
        var client = await app.NewTenantAsync();
        var file = await client.UploadAsync(Secret + ".txt", clientKey: Secret);
        foreach (var (function, trigger) in FunctionMethod.All<HttpTriggerAttribute>())
        {
            foreach (var method in trigger.Methods ?? ["get", "post", "trace"])
            {
                var route = Regex.Replace(trigger.Route!, @"\{\*?\w+\}", Secret);
                foreach (var path in new[] { route, route.Replace(Secret, file, StringComparison.Ordinal) })
                {
                    var query = $"?client_key={Secret}&cursor={Secret}&sig={Secret}";
                    var body = new { name = Secret, original_name = Secret, url = $"https://127.0.0.1/{Secret}?sig={Secret}", client_key = Secret };
                    await TenantClient.SendRawAsync(app, new(method), path + query, method is "get" or "head" ? null : body, headers =>
                    {
                        headers.Add("X-API-Key", client.Key);
                        headers.Add("traceparent", Secret);
                        headers.Add("X-Secret", Secret);
                    });
                }
            }
        }
        await SendBrokenAsync($"GET /s/{Secret} HTTP/9\r\n\r\n");
        await SendBrokenAsync($"GET /s/{Secret}\0 HTTP/1.1\r\nHost: x\r\n\r\n");
        await SendBrokenAsync($"GET / HTTP/1.1\r\nHost: {Secret}/\r\n{Secret}\r\n\r\n");
        await app.RunMaintenanceAsync();

        app.Log.Lines.ShouldContain(line => line.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal), "the log is not verbose");
        Confidential.In(app.Log.Lines).ShouldBeEmpty();
    }

    private async Task SendBrokenAsync(string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(app.BaseAddress.Host, app.BaseAddress.Port, TestContext.Current.CancellationToken);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var answer = new StreamReader(connection.GetStream());
        (await answer.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldStartWith("HTTP/1.1 4");
    }
}

using System.Collections.Concurrent;
using System.Net;
using FluidCloud.Adapters.Witnesses;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Tests.Hosting;
using FluidCloud.Tests.Interruption;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>The client of witnesses against a server that is one (C2SP tlog-witness), and that misbehaves when it is told to.</summary>
public sealed class HttpWitnessTests : IAsyncLifetime
{
    private readonly TestWitness witness = new("witness.test/http");
    private readonly ConcurrentQueue<(string Path, string? ContentType)> requests = new();
    private readonly MemoryErasureLogStore store = new();
    private readonly TestClock clock = new();
    private readonly HttpWitnessClient client = new();
    private WebApplication server = null!;

    /// <summary>Answers in the witness's place; null when it answers itself.</summary>
    private Func<HttpContext, Task>? instead;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.MapPost("/{**path}", async (HttpContext http) =>
        {
            requests.Enqueue((http.Request.Path, http.Request.ContentType));
            if (instead is not null)
            {
                await instead(http);
                return;
            }
            using var reader = new StreamReader(http.Request.Body);
            var answer = await witness.AddCheckpoint(new Uri("http://witness.test"), await reader.ReadToEndAsync(http.RequestAborted), http.RequestAborted);
            http.Response.StatusCode = answer.Status;
            if (answer.Status == 409)
                http.Response.ContentType = "text/x.tlog.size";
            await http.Response.WriteAsync(answer.Body, http.RequestAborted);
        });
        await server.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_checkpoint_gets_the_cosignature_and_a_policy_that_asks_for_it_trusts_it()
    {
        var asking = NewAsking();
        await Publish(leaves: 3);

        await asking.Run(Cancel);

        (await Cosigned()).ShouldBeTrue();
        witness.Seen.Size.ShouldBe(3);
        requests.ShouldHaveSingleItem().Path.ShouldBe("/prefix/add-checkpoint");
        var policy = LogPolicy.Parse(System.Text.Encoding.UTF8.GetBytes($"log {TestLog.VerifierKey}\nwitness w {witness.Key}\nquorum w\n"));
        CheckNote.Run(SignedNote.Parse((await new ReadLog(store).Checkpoint(Cancel))!), policy).Cosigned.ShouldHaveSingleItem().Key.ShouldBe("w");
    }

    [Fact]
    public async Task A_409_says_the_size_that_the_witness_knows()
    {
        await Publish(leaves: 3);
        await NewAsking().Run(Cancel);
        await Publish(leaves: 2);

        await NewAsking().Run(Cancel); // A new process does not know what the witness has seen.

        witness.Answers.ShouldBe([200, 409, 200]);
        witness.Seen.Size.ShouldBe(5);
        (await Cosigned()).ShouldBeTrue();
    }

    public static TheoryData<string> Misbehaviours => ["403", "404", "422", "400", "500", "409 without a size", "redirect", "garbage", "another key", "too long", "broken off", "slow"];

    [Theory, MemberData(nameof(Misbehaviours))]
    public async Task One_that_misbehaves_holds_nothing_up_and_is_asked_again_a_minute_later(string how)
    {
        var stranger = TestLog.NewSigner("witness.test/http", NoteKeyType.Cosignature);
        instead = http => how switch
        {
            "409 without a size" => Answer(http, 409, "conflict"),
            "redirect" => Redirect(http),
            "garbage" => Answer(http, 200, "— nothing\n"),
            "another key" => Answer(http, 200, stranger.Cosign("log.test/erasure-log\n", TimeProvider.System.GetUtcNow()).ToString()),
            "too long" => Answer(http, 200, new string('x', 2 * SignedNote.MaxBytes)),
            "broken off" => Abort(http),
            "slow" => Task.Delay(Timeout.Infinite, http.RequestAborted),
            _ => Answer(http, int.Parse(how, System.Globalization.CultureInfo.InvariantCulture), ""),
        };
        var asking = NewAsking();
        await Publish(leaves: 3);

        await asking.Run(Cancel);
        (await Cosigned()).ShouldBeFalse();
        var asked = requests.Count;
        await asking.Run(Cancel);
        requests.Count.ShouldBe(asked); // It is left alone for a minute.

        instead = null;
        clock.Skip(TimeSpan.FromMinutes(1));
        await asking.Run(Cancel);
        (await Cosigned()).ShouldBeTrue();
    }

    private AskWitnesses NewAsking() => new(store, new ReadLog(store), client, Settings, clock, NullLogger<AskWitnesses>.Instance);

    private ErasureLogSettings Settings => TestLog.Settings with { Witnesses = [$"{witness.Key} {server.Urls.Single()}/prefix/"] };

    /// <summary>Adds leaves, and publishes the checkpoint over them.</summary>
    private async Task Publish(int leaves)
    {
        var writer = new LogWriter(store, TestLog.Settings);
        var held = (await writer.Publish(Cancel))!;
        var next = Enumerable.Range(0, leaves).Select(at => held.State.Size + at)
            .Select(index => new LogLeaf(index, Guid.Empty, Guid.NewGuid().ToString(), TreeHash.Leaf(BitConverter.GetBytes(index)))).ToList();
        (await writer.Replace(held, held.State.Size + leaves, next, Cancel)).ShouldBeTrue();
        (await writer.Publish(Cancel)).ShouldNotBeNull();
    }

    private async Task<bool> Cosigned() => SignedNote.Parse((await new ReadLog(store).Checkpoint(Cancel))!).SignedBy(witness.Key) is not null;

    private static Task Answer(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(body, http.RequestAborted);
    }

    private static Task Redirect(HttpContext http)
    {
        http.Response.Redirect("/elsewhere/add-checkpoint", permanent: false, preserveMethod: true);
        return Task.CompletedTask;
    }

    private static Task Abort(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }
}

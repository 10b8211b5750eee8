using System.Text;
using System.Text.RegularExpressions;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class LogPolicyTests
{
    private static readonly NoteSigner Log = TestLog.Settings.Signer();
    private static readonly NoteSigner[] Witnesses =
        [.. Enumerable.Range(1, 5).Select(number => TestLog.NewSigner($"witness.test/{number}", NoteKeyType.Cosignature))];

    private static readonly string Text = new Checkpoint(TestLog.Origin, 0, TreeHash.Empty).Text;

    private static LogPolicy Policy(string text) => LogPolicy.Parse(Encoding.UTF8.GetBytes(text));

    private static SignedNote Note(params int[] witnesses) => new(Text,
        [Log.Sign(Text), .. witnesses.Select(number => Witnesses[number - 1].Cosign(Text, DateTimeOffset.FromUnixTimeSeconds(1)))]);

    [Theory]
    [InlineData("", false)]
    [InlineData("1", false)]
    [InlineData("1 2", false)]
    [InlineData("4", false)]
    [InlineData("1 4", false)]
    [InlineData("1 2 4", true)]
    [InlineData("2 3 5", true)]
    [InlineData("1 2 3 4 5", true)]
    public void The_example_of_the_specification_wants_two_of_one_group_and_one_of_the_other(string cosigned, bool trusted)
    {
        var policy = Policy($"""
            # Two operators.
            log {TestLog.VerifierKey} https://log.test/erasure-log

            witness X1 {Witnesses[0].Key}
            witness X2 {Witnesses[1].Key}
              witness   X3 {Witnesses[2].Key}   https://witness.test/3
            group X-witnesses 2 X1 X2 X3
            witness Y1 {Witnesses[3].Key}
            witness Y2 {Witnesses[4].Key}
            group Y-witnesses any Y1 Y2
            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y

            """);

        var judgement = policy.Judge(Note([.. cosigned.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]));

        (judgement.Refusal is null).ShouldBe(trusted, judgement.Refusal);
        judgement.Log.ShouldBe(Log.Key);
    }

    [Fact]
    public void A_log_that_is_not_listed_is_not_trusted_nor_one_under_another_origin()
    {
        var other = TestLog.NewSigner("other.test/log");
        Policy($"log {other.Key}\nquorum none\n").Judge(Note()).Refusal.ShouldNotBeNull();
        Policy($"log {TestLog.VerifierKey}\nquorum none\n").Judge(new(Text, [other.Sign(Text)])).Refusal.ShouldNotBeNull();
        var foreign = Text.Replace("log.test", "lag.test", StringComparison.Ordinal);
        Policy($"log {TestLog.VerifierKey}\nquorum none\n").Judge(new(foreign, [Log.Sign(foreign)])).Refusal.ShouldNotBeNull();
        Should.Throw<FormatException>(() => Policy($"log {TestLog.VerifierKey}\nquorum none\n").Judge(new(Text, [Log.Sign("else\n")])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("quorum none\nquorum none")]
    [InlineData("quorum a")]
    [InlineData("log no-key\nquorum none")]
    [InlineData("log W\nquorum none")]
    [InlineData("log L https://a b\nquorum none")]
    [InlineData("log L\nlog L\nquorum none")]
    [InlineData("witness a L\nquorum none")]
    [InlineData("witness none W\nquorum none")]
    [InlineData("witness a W\nwitness a V\nquorum none")]
    [InlineData("witness a W\nwitness b W\nquorum none")]
    [InlineData("witness a W\ngroup g 2 a\nquorum g")]
    [InlineData("witness a W\ngroup g 0 a\nquorum g")]
    [InlineData("witness a W\ngroup g all\nquorum a")]
    [InlineData("witness a W\ngroup g all a a\nquorum g")]
    [InlineData("witness a W\ngroup g all a\ngroup h all a\nquorum g")]
    [InlineData("group g all a\nwitness a W\nquorum g")]
    [InlineData("group g any none\nquorum g")]
    [InlineData("what is this\nquorum none")]
    [InlineData("quorum none\r\n")]
    public void What_is_no_policy_is_refused(string text)
    {
        var keys = new Dictionary<string, string> { ["L"] = TestLog.VerifierKey, ["W"] = Witnesses[0].Key.ToString(), ["V"] = Witnesses[1].Key.ToString() };
        Should.Throw<FormatException>(() => Policy(Regex.Replace(text, @"\b[LWV]\b", found => keys[found.Value])));
    }
}

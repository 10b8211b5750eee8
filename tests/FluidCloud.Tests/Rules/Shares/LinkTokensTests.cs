using System.Security.Cryptography;
using FluidCloud.Core;
using FluidCloud.Core.Shares;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

[Contract(179)]
public sealed class LinkTokensTests
{
    private static readonly string OldKey = NewKey(), NewerKey = NewKey();
    private static readonly LinkTarget Target = new(Id.New<TenantId>(), Id.New<ShareId>());

    [Fact]
    public void A_token_leads_to_its_record_and_can_be_made_again()
    {
        var tokens = With(OldKey);

        var token = Make(tokens);

        token.Length.ShouldBe(64);
        token.ShouldAllBe(character => char.IsAsciiLetterOrDigit(character) || character == '-' || character == '_');
        tokens.Verify(token).ShouldBe(Target);
        Make(With(OldKey)).ShouldBe(token);
        tokens.Make(Target.Tenant, Id.New<ShareId>(), tokens.SigningKeyId).ShouldNotBe(token);
    }

    [Fact]
    public void A_token_with_any_character_changed_is_refused()
    {
        var tokens = With(OldKey);
        var token = Make(tokens);

        for (var index = 0; index < token.Length; index++)
        {
            var other = token[index] == 'A' ? 'B' : 'A';
            tokens.Verify(token[..index] + other + token[(index + 1)..]).ShouldBeNull();
        }
    }

    [Fact]
    public void What_is_no_token_is_refused()
    {
        var tokens = With(OldKey);
        var token = Make(tokens);

        foreach (var text in new[] { "", "x", token[..^1], token + "A", token[..^1] + " ", token[..^1] + "=", token[..^2] + "==", new string('A', 64), new string('%', 64), new string('é', 64) })
            tokens.Verify(text).ShouldBeNull(text);
    }

    [Fact]
    public void An_old_key_opens_what_it_signed_and_the_first_key_signs()
    {
        var before = With(OldKey);
        var token = Make(before);
        var both = With(NewerKey, OldKey);

        both.Verify(token).ShouldBe(Target);
        both.SigningKeyId.ShouldBe(With(NewerKey).SigningKeyId);
        both.SigningKeyId.ShouldNotBe(before.SigningKeyId);
        both.Make(Target.Tenant, Target.Share, before.SigningKeyId).ShouldBe(token);
        Make(both).ShouldNotBe(token);
    }

    [Fact]
    public void A_key_that_was_taken_away_opens_nothing()
    {
        var token = Make(With(OldKey));
        var after = With(NewerKey);

        after.Verify(token).ShouldBeNull();
        after.Make(Target.Tenant, Target.Share, With(OldKey).SigningKeyId).ShouldBeNull();
    }

    private static string Make(LinkTokens tokens) => tokens.Make(Target.Tenant, Target.Share, tokens.SigningKeyId)!;

    private static LinkTokens With(params IReadOnlyList<string> keys) => new(new() { SigningKeys = keys });

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}

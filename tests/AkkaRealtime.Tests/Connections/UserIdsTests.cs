using System.Globalization;
using System.Text;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using CsCheck;

namespace AkkaRealtime.Tests.Connections;

public sealed class UserIdsTests
{
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("a:b@example.org", "a:b@example.org")]
    [InlineData("7f6b1c1e-6c3f-4a0e-9d0a-0f9a4b0f7f10", "7f6b1c1e-6c3f-4a0e-9d0a-0f9a4b0f7f10")]
    [InlineData("auth0|64f1c2", "esc:auth0:7C64f1c2")]
    [InlineData("a+b@example.org", "esc:a:2Bb@example.org")]
    [InlineData("https://id.example.org/u/42", "esc:https:3A:2F:2Fid.example.org:2Fu:2F42")]
    [InlineData("Jörg", "esc:J:C3:B6rg")]
    [InlineData("esc:auth0:7C64f1c2", "esc:esc:3Aauth0:3A7C64f1c2")]
    [InlineData("system", "esc:system")]
    [InlineData("System", "esc:System")]
    public void TryCreate_SubjectOfAnIdentityProvider_IsAUserId(string subject, string expected)
    {
        Assert.True(UserIds.TryCreate(subject, out var user, out var rule));
        Assert.Null(rule);
        Assert.Equal(expected, user.Value);
        Assert.True(IdRules.IsUser(user.Value));
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "missing")]
    [InlineData("  ", "missing")]
    [InlineData("https://id.example.org/a/very/long/path/to/somebody/in/some/tenant/42", "longer than the 64 characters")]
    public void TryCreate_NoUserIdPossible_SaysWhichRule(string? subject, string rule)
    {
        Assert.False(UserIds.TryCreate(subject, out _, out var broken));
        Assert.Contains(rule, broken, StringComparison.Ordinal);
    }

    [Fact]
    public void TryCreate_AnySubject_CanBeReadBack() =>
        Gen.String[Gen.OneOf(Gen.Char.AlphaNumeric, Gen.Char["|+/:@.-_ %~äß中"]), 1, 20].Where(s => !string.IsNullOrWhiteSpace(s)).Sample(subject =>
        {
            if (UserIds.TryCreate(subject, out var user, out _))
                Assert.Equal(subject, Unescape(user.Value));
        });

    private static string Unescape(string id)
    {
        if (!id.StartsWith(UserIds.EscapePrefix, StringComparison.Ordinal))
            return id;
        var bytes = new List<byte>();
        for (var i = UserIds.EscapePrefix.Length; i < id.Length; i++)
        {
            if (id[i] != ':')
            {
                bytes.Add((byte)id[i]);
                continue;
            }

            bytes.Add(byte.Parse(id.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}

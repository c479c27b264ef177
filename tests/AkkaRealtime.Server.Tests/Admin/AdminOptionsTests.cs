using AkkaRealtime.Admin.Api;

namespace AkkaRealtime.Server.Tests.Admin;

public sealed class AdminOptionsTests
{
    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789abcdef0123456789abcde", false)]
    [InlineData("", false)]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", true)]
    [InlineData("sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", true)]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8", false)]
    [InlineData("sha256:x3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", false)]
    public void Validate_Key_GoodOrNot(string key, bool good)
    {
        var options = new AdminOptions();
        options.ApiKeys.Add(key);

        var result = new AdminOptionsValidator().Validate(null, options);

        Assert.Equal(good, result.Succeeded);
        if (!good && key.Length > 0)
            Assert.DoesNotContain(key, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Hashes_OfAKeyAndOfItsHash_AreTheSame()
    {
        var options = new AdminOptions();
        options.ApiKeys.Add("0123456789abcdef0123456789abcdef");
        options.ApiKeys.Add($"sha256:{Convert.ToHexString(options.All()[0].Hash)}");

        Assert.Equal(options.All()[0].Hash, options.All()[1].Hash);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef", "messages:write", null)]
    [InlineData("too short", "messages:write", "Keys:0:Key has 9 characters")]
    [InlineData("0123456789abcdef0123456789abcdef", "messages:wrong", "Keys:0:Scopes names messages:wrong, which is no scope")]
    [InlineData("0123456789abcdef0123456789abcdef", null, "Keys:0:Scopes is empty")]
    public void Validate_KeyWithScopes_SaysWhatIsWrong(string key, string? scope, string? fault)
    {
        var options = new AdminOptions();
        var scoped = new AdminKeyOptions { Key = key };
        if (scope is not null)
            scoped.Scopes.Add(scope);
        options.Keys.Add(scoped);

        var result = new AdminOptionsValidator().Validate(null, options);

        Assert.Equal(fault is null, result.Succeeded);
        if (fault is not null)
            Assert.Contains(fault, result.FailureMessage, StringComparison.Ordinal);
    }
}

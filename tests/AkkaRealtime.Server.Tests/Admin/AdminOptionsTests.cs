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
        options.ApiKeys.Add($"sha256:{Convert.ToHexString(options.Hashes()[0])}");

        Assert.Equal(options.Hashes()[0], options.Hashes()[1]);
    }
}

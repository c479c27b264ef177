using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Tests;

public sealed class UnknownOptionsTests
{
    [Theory]
    [InlineData("Limits:MaxConections", "Did you mean AkkaRealtime:Limits:MaxConnections?")]
    [InlineData("Limit:Burst", "Did you mean AkkaRealtime:Limits?", "Limit")]
    [InlineData("Files:S3:SecretKye", "Did you mean AkkaRealtime:Files:S3:SecretKey?")]
    [InlineData("Admin:ApiKey:0", "Did you mean AkkaRealtime:Admin:ApiKeys?", "Admin:ApiKey")]
    [InlineData("Calls:Sfu:Speed", "Remove it: docs/operations.md lists the options.")]
    public void Validate_NameThatNobodyReads_StopsTheStartAndNamesTheOneThatWasMeant(string key, string advice, string? fault = null)
    {
        var e = Assert.Throws<OptionsValidationException>(() => Read(key, "1"));

        Assert.Equal($"AkkaRealtime:{fault ?? key} is no option. {advice}", Assert.Single(e.Failures));
    }

    [Theory]
    [InlineData("limits:burst")]
    [InlineData("Limits:MaxConnections")]
    [InlineData("AllowedOrigins:0", "https://app.example.com")]
    [InlineData("Topics:prices:Keep")]
    [InlineData("Calls:Janus:0:Url", "ws://127.0.0.1:8188")]
    [InlineData("Admin:ApiKeys:0")]
    public void Validate_NameThatIsRead_IsTaken(string key, string value = "1") => Assert.NotNull(Read(key, value));

    [Fact]
    public void Validate_NamesOfTheHost_AreTakenWhereItSaysSo()
    {
        Assert.NotNull(Read("Polls:MaxChoices", "1", services => services.AddAkkaRealtimeOptionNames<PollOptions>("Polls")));
        var e = Assert.Throws<OptionsValidationException>(
            () => Read("Polls:MaxChoises", "1", services => services.AddAkkaRealtimeOptionNames<PollOptions>("Polls")));
        Assert.Equal("AkkaRealtime:Polls:MaxChoises is no option. Did you mean AkkaRealtime:Polls:MaxChoices?", Assert.Single(e.Failures));
    }

    private static RealtimeOptions Read(string key, string value, Action<IServiceCollection>? configure = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"AkkaRealtime:{key}", value)]).Build();
        var collection = new ServiceCollection().AddRealtimeOptions(configuration);
        configure?.Invoke(collection);
        using var services = collection.BuildServiceProvider();
        return services.GetRequiredService<IOptions<RealtimeOptions>>().Value;
    }

    private sealed class PollOptions
    {
        public int MaxChoices { get; set; } = 10;
    }
}

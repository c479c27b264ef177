using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Tests;

public sealed class RenamedOptionsTests
{
    [Theory]
    [InlineData("Retention:EmptyDeleted", "true", "Retention:RedactDeletedMessages")]
    [InlineData("Status:OpenToAll", "false", "Status:VisibleToAll")]
    [InlineData("Files:UploadsAtOnce", "3", "Files:MaxConcurrentUploads")]
    public void Validate_FormerName_StopsTheStartAndNamesTheOneOfNow(string former, string value, string now)
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Read(former, value));
        Assert.Equal($"AkkaRealtime:{former} is called AkkaRealtime:{now} now. Rename it.", Assert.Single(fault.Failures));
    }

    [Fact]
    public void Validate_NameOfNow_IsTaken() => Assert.True(Read("Retention:RedactDeletedMessages", "true").Retention.RedactDeletedMessages);

    private static RealtimeOptions Read(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"AkkaRealtime:{key}", value)]).Build();
        using var services = new ServiceCollection().AddRealtimeOptions(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<RealtimeOptions>>().Value;
    }
}

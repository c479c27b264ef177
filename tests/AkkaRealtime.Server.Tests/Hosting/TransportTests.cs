using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Server.Tests.Hosting;

/// <summary>What Kestrel keeps of bodies that nobody has read yet, for each connection.</summary>
public sealed class TransportTests : IDisposable
{
    private const int Kept = 65_536;
    private const int Own = 262_144;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("akkarealtime-transport-");

    [Fact]
    public async Task A_body_that_is_read_slowly_waits_with_its_client_and_not_in_our_memory()
    {
        await using var app = Build(_ => { });
        Assert.Equal((Kept, Kept), ReadAhead(app));
    }

    [Fact]
    public async Task A_host_that_wants_more_of_it_has_more()
    {
        await using var app = Build(builder =>
        {
            builder.WebHost.UseSockets(transport => transport.MaxReadBufferSize = Own);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBufferSize = Own);
        });
        Assert.Equal((Own, Own), ReadAhead(app));
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Delete(recursive: true);

    private static (long? Transport, long? Above) ReadAhead(WebApplication app) => (
        app.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.MaxReadBufferSize,
        app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxRequestBufferSize);

    private WebApplication Build(Action<WebApplicationBuilder> configure)
    {
        var builder = ServerBuilder.Create(["--environment=Development", $"--AkkaRealtime:DataDirectory={_data.FullName}"]);
        configure(builder);
        builder.AddServer();
        return builder.Build();
    }
}

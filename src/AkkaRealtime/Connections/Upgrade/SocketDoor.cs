using System.Net;
using System.Net.Sockets;
using AkkaRealtime.EventLoops;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// Kestrel's transport for TCP on Linux: whoever connects waits in a <see cref="EventLoop"/> for the first bytes. A plain upgrade to a WebSocket stays there, and
/// Kestrel never hears of it; everything else is passed on to Kestrel with nothing read (see <see cref="SocketGreeting"/>). Other systems, and
/// endpoints that are no TCP, have Kestrel's own transport. All are among <see cref="PlainConnections"/> until they are WebSockets,
/// but for those of the operator's port.
/// </summary>
internal sealed class SocketDoor : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportOptions _options;
    private readonly UpgradeOptions _upgrade;
    private readonly SocketTransportFactory _kestrels;
    private readonly SocketGreeting _greeting;
    private readonly PlainConnections _plain;
    private readonly ManagementOptions _management;
    private readonly EventLoopGroup _loops;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    public SocketDoor(
        IOptions<SocketTransportOptions> options, UpgradeOptions upgrade, SocketGreeting greeting, PlainConnections plain, ManagementOptions management, EventLoopGroup loops, TimeProvider time,
        ILoggerFactory loggers)
    {
        (_options, _upgrade, _greeting, _plain, _management, _loops, _time, _loggers) = (options.Value, upgrade, greeting, plain, management, loops, time, loggers);
        _kestrels = new SocketTransportFactory(options, loggers);
    }

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => _kestrels.CanBind(endpoint);

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (endpoint is IPEndPoint { Port: > 0 and var port } && port == _management.Port)
            return await _kestrels.BindAsync(endpoint, cancellationToken).ConfigureAwait(false);
        if (endpoint is not IPEndPoint || !EventLoopGroup.IsSupported || !_upgrade.BelowHttp)
            return new CountedListener(await _kestrels.BindAsync(endpoint, cancellationToken).ConfigureAwait(false), _plain);
        Socket socket;
        try
        {
            socket = _options.CreateBoundListenSocket(endpoint);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(e.Message, e);
        }

        socket.Listen(_options.Backlog);
        return new SocketListener(socket, _options, _greeting, _plain, _loops, _time, _loggers);
    }
}

using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>Asks a STUN or TURN server, over UDP, TCP or TLS.</summary>
internal sealed class StunConnection : IAsyncDisposable
{
    private const int Attempts = 6;
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private readonly UdpClient? _datagrams;
    private readonly Stream? _stream;
    private readonly TcpClient? _tcp;

    private StunConnection(UdpClient? datagrams, TcpClient? tcp, Stream? stream) => (_datagrams, _tcp, _stream) = (datagrams, tcp, stream);

    /// <summary>Connects.</summary>
    public static async Task<StunConnection> OpenAsync(IceAddress to, CancellationToken cancel)
    {
        if (!to.IsStream)
        {
            var address = (await System.Net.Dns.GetHostAddressesAsync(to.Host, cancel))[0];
            var datagrams = new UdpClient(address.AddressFamily);
            datagrams.Connect(address, to.Port);
            return new StunConnection(datagrams, null, null);
        }

        var tcp = new TcpClient();
        await tcp.ConnectAsync(to.Host, to.Port, cancel);
        if (!to.IsTls)
            return new StunConnection(null, tcp, tcp.GetStream());
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = to.Host }, cancel);
        return new StunConnection(null, tcp, tls);
    }

    /// <summary>The answer to a request, which is sent again over UDP until there is one.</summary>
    /// <exception cref="TimeoutException">There is none.</exception>
    public async Task<(Dictionary<ushort, byte[]> Attributes, byte[] Transaction)> AskAsync(
        ushort method, IEnumerable<(ushort Type, byte[] Value)> attributes, byte[]? key, CancellationToken cancel)
    {
        var transaction = RandomNumberGenerator.GetBytes(12);
        var request = StunMessage.Request(method, transaction, attributes, key);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(_stream is null ? Again : Again * Attempts);
            try
            {
                if (_stream is null)
                    return (StunMessage.Attributes(await DatagramAsync(request, transaction, patience.Token)), transaction);
                await _stream.WriteAsync(request, patience.Token);
                return (StunMessage.Attributes(await MessageAsync(transaction, patience.Token)), transaction);
            }
            catch (OperationCanceledException) when (_stream is null && !cancel.IsCancellationRequested)
            {
                // Lost on its way there or back.
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                break;
            }
        }

        throw new TimeoutException("it does not answer. Is the port open on all ways there?");
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
            await _stream.DisposeAsync();
        _tcp?.Dispose();
        _datagrams?.Dispose();
    }

    private async Task<byte[]> DatagramAsync(byte[] request, byte[] transaction, CancellationToken cancel)
    {
        await _datagrams!.SendAsync(request, cancel);
        while (true)
        {
            var message = (await _datagrams.ReceiveAsync(cancel)).Buffer;
            if (StunMessage.Answers(message, transaction))
                return message;
        }
    }

    private async Task<byte[]> MessageAsync(byte[] transaction, CancellationToken cancel)
    {
        while (true)
        {
            var head = new byte[StunMessage.HeadBytes];
            await _stream!.ReadExactlyAsync(head, cancel);
            var message = new byte[head.Length + StunMessage.LengthOf(head)];
            head.CopyTo(message, 0);
            await _stream.ReadExactlyAsync(message.AsMemory(head.Length), cancel);
            if (StunMessage.Answers(message, transaction))
                return message;
        }
    }
}

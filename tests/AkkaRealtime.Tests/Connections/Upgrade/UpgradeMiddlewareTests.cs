using System.IO.Pipelines;
using System.Text;
using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Upgrade;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Connections.Upgrade;

public sealed class UpgradeMiddlewareTests : IDisposable
{

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _input = new();
    private readonly TaskCompletionSource<string> _passedOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly UpgradeMiddleware _middleware;

    public UpgradeMiddlewareTests()
    {
        var options = new RealtimeOptions();
        var handshake = new Handshake(options.Upgrade(), new Admission(options.Limits, _time), new TestTokens(_time), _time);
        _middleware = new UpgradeMiddleware(options.Upgrade(), () => options.Path, handshake, _time, () => ActorRefs.Nobody);
    }

    [Fact]
    public async Task Wrap_WhoSendsNothing_IsPassedOnAfterAWhileAndCanStillSend()
    {
        var running = _middleware.Wrap(ReadAsync)(Connection());
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(6));
        await _input.Writer.WriteAsync(Encoding.ASCII.GetBytes("late"));
        Assert.Equal("late", await _passedOn.Task.WaitAsync(Patient.Wait));
        await running.WaitAsync(Patient.Wait);
    }

    [Fact]
    public async Task Wrap_OtherRequest_IsPassedOnUntouched()
    {
        await _input.Writer.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"));
        await _middleware.Wrap(ReadAsync)(Connection()).WaitAsync(Patient.Wait);
        Assert.Equal("GET / HTTP/1.1\r\n\r\n", await _passedOn.Task.WaitAsync(Patient.Wait));
    }

    [Fact]
    public async Task Close_WhoSendsNothing_IsPassedOnAtOnce()
    {
        var running = _middleware.Wrap(ReadAsync)(Connection());
        _middleware.Close();
        await _input.Writer.WriteAsync(Encoding.ASCII.GetBytes("x"));
        await running.WaitAsync(Patient.Wait);
    }

    public void Dispose() => _middleware.Dispose();

    private async Task ReadAsync(ConnectionContext connection)
    {
        var result = await connection.Transport.Input.ReadAsync();
        Assert.False(result.IsCanceled);
        _passedOn.TrySetResult(Encoding.ASCII.GetString(result.Buffer));
    }

    private DefaultConnectionContext Connection() => new("c", new Duplex(_input.Reader, new Pipe().Writer), new Duplex(_input.Reader, new Pipe().Writer));

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

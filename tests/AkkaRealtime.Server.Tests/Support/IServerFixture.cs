namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A server that tests share, whatever its store.</summary>
public interface IServerFixture
{
    /// <summary>The server.</summary>
    ServerProcess Server { get; }
}

using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>How an outage is told and gone through; no database is asked.</summary>
public sealed class PostgresCircuitBreakerTests : IDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create("Host=127.0.0.1");
    private readonly FakeTimeProvider _time = new();
    private readonly PostgresCircuitBreaker _breaker;

    public PostgresCircuitBreakerTests() => _breaker = new PostgresCircuitBreaker(_source, _time, NullLogger.Instance);

    public void Dispose() => _source.Dispose();

    [Fact]
    public void Check_WhileItAnswers_Passes()
    {
        _breaker.Check();
        _breaker.Found();
        _breaker.Try();
    }

    [Fact]
    public void Try_WhileItIsAway_IsRefusedForPausesThatGrowToTwoSeconds()
    {
        var pauses = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            _breaker.Lost(new IOException("gone"));
            pauses.Add(PauseMs());
        }

        Assert.Equal([100, 200, 400, 800, 1_600, 2_000, 2_000], pauses);
    }

    [Fact]
    public void Try_AfterThePause_LetsOneTryAndRefusesTheOthers()
    {
        _breaker.Lost(new IOException("gone"));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _breaker.Try();
        Assert.Throws<StoreUnavailableException>(_breaker.Check);
        Assert.Throws<StoreUnavailableException>(_breaker.Try);
    }

    [Fact]
    public void Found_EndsTheOutage_AndTheNextBeginsWithAShortPause()
    {
        for (var i = 0; i < 5; i++)
            _breaker.Lost(new IOException("gone"));
        _breaker.Found();
        _breaker.Check();
        _breaker.Lost(new IOException("gone"));
        Assert.Equal(100, PauseMs());
    }

    // How long it is refused, to the nearest tenth of a second.
    private int PauseMs()
    {
        for (var waited = 0; ; waited += 100)
        {
            try
            {
                _breaker.Check();
                return waited;
            }
            catch (StoreUnavailableException)
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
